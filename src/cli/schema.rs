//! `toego schema`: JSON Schema for editors.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::lang::Localized;
use crate::schema;
use crate::site::load;

/// What `schema` is told.
#[derive(clap::Args)]
pub struct Schema {
    /// Of what.
    #[arg(value_enum)]
    of: Of,
    /// A folder or post of the blog.
    #[arg(default_value = ".")]
    path: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// The front matter of a blog, with the fields of its generator, its theme and its own.
    FrontMatter,
    /// The file `.toego.yml`.
    Config,
}

/// Prints the schema.
///
/// # Errors
/// A sentence about why the work could not be done.
pub fn run(arguments: &Schema) -> Result<(), Localized> {
    let value = match arguments.of {
        Of::Config => {
            let rules = load::rules(&arguments.path).map_err(|problem| problem.said())?;
            schema::config(rules.book())
        }
        Of::FrontMatter => {
            let blogs =
                load::load(std::slice::from_ref(&arguments.path), None).map_err(|problem| problem.said())?;
            let blog = blogs.first().ok_or_else(load::no_blog)?;
            schema::front_matter(&blog.site, blog.rules.book())
        }
    };
    super::printed(format!("{value:#}\n"))
}
