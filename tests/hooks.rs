//! What other programs are told to run: the hooks of pre-commit, the action, the problem matcher.

mod blog;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;

use blog::Blog;

const BINARY: &str = env!("CARGO_BIN_EXE_toego");
const POST: &str = "_posts/2024-01-02-봄 나들이.md";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the repository")
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).expect("YAML")
}

fn blog(name: &str) -> Blog {
    Blog::new(name).with(POST, "---\ntitle: 봄\n---\n\n그렇게 됬다.\n")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn hooks_of_pre_commit_take_file_names() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().expect("a list");
    let blog = self::blog("pre-commit");
    let run = |id: &str| {
        let hook = hooks.iter().find(|hook| hook["id"] == id).expect("a hook");
        let entry: Vec<&str> = hook["entry"].as_str().expect("a command").split(' ').collect();
        assert_eq!(entry[0], "toego");
        Command::new(BINARY).current_dir(&blog.0).args(&entry[1..]).arg(POST).output().expect("toego runs")
    };
    let output = run("toego");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("됐"), "{}", text(&output));
    let output = run("toego-fix");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(blog.read(POST).contains("그렇게 됐다."));
    assert_eq!(run("toego").status.code(), Some(0));
    // What pip installs is the same hook, and takes the same files.
    for id in ["toego", "toego-fix"] {
        let find = |id: &str| hooks.iter().find(|hook| hook["id"] == id).expect("a hook");
        let (cargo, pip) = (find(id), find(&format!("{id}-wheel")));
        assert_eq!((&cargo["language"], &pip["language"]), (&"rust".into(), &"python".into()));
        for key in ["entry", "types_or", "require_serial"] {
            assert_eq!(cargo[key], pip[key], "{id}: {key}");
        }
    }
}

#[test]
fn the_problem_matcher_reads_the_short_format() {
    let matcher: Value = serde_json::from_str(&read(".github/problem-matcher.json")).expect("JSON");
    let pattern = &matcher["problemMatcher"][0]["pattern"][0];
    let regex = Regex::new(pattern["regexp"].as_str().expect("an expression")).expect("an expression");
    let blog = self::blog("matcher");
    let output = Command::new(BINARY)
        .current_dir(&blog.0)
        .args(["--format", "short", "--quiet"])
        .output()
        .expect("toego runs");
    let line = text(&output);
    let found = regex.captures(line.trim_end()).expect("a match");
    let part =
        |name: &str| found.get(pattern[name].as_u64().expect("a number") as usize).map(|part| part.as_str());
    assert_eq!((part("file"), part("line"), part("column")), (Some(POST), Some("5"), Some("5")));
    assert_eq!((part("severity"), part("code")), (Some("warning"), Some("spelling/doe-dwae")));
    assert!(part("message").is_some_and(|message| message.ends_with("적습니다.")), "{line}");
}

/// The last step of the action, run by a shell as the runner would.
#[cfg(unix)]
#[test]
fn the_action_passes_its_inputs_on() {
    let action = yaml("action.yml");
    let step = action["runs"]["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
    let blog = self::blog("action");
    fs::create_dir_all(blog.0.join("temp dir/toego/bin")).expect("a folder");
    std::os::unix::fs::symlink(BINARY, blog.0.join("temp dir/toego/bin/toego")).expect("a link");
    let run = |given: &[(&str, &str)]| {
        let mut command = Command::new("bash");
        command.current_dir(&blog.0).args(["--noprofile", "--norc", "-eo", "pipefail", "-c"]);
        command.arg(step["run"].as_str().expect("a script"));
        command.env("RUNNER_TEMP", blog.0.join("temp dir")).env("GITHUB_ACTION_PATH", "/action");
        for (name, value) in step["env"].as_object().expect("variables") {
            let input = value.as_str().and_then(|value| value.strip_prefix("${{ inputs."));
            let input = input.and_then(|value| value.strip_suffix(" }}")).expect("an input");
            let given = given.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
            let default = action["inputs"][input]["default"].as_str().expect("a default");
            command.env(name, given.unwrap_or(default));
        }
        command.output().expect("bash runs")
    };
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).starts_with(&format!("::warning file={POST},line=5,")), "{}", text(&output));
    let paths = format!("{POST}\n\n$(touch 밖)\n");
    assert_eq!(run(&[("paths", &paths)]).status.code(), Some(2), "no such path, and no command");
    assert!(!blog.0.join("밖").exists());
    let output = run(&[("paths", POST), ("format", "short"), ("lang", "en"), ("fail-on", "error")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).starts_with("::add-matcher::/action/.github/problem-matcher.json\n"));
    let output = run(&[("format", "sarif"), ("output", "보고 서.sarif"), ("fail-on", "never")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(blog.read("보고 서.sarif").contains("spelling/doe-dwae"));
}
