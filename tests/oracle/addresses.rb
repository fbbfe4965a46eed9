# Where real Jekyll publishes every page of a blog, and under which categories and tags, against what
# toego says. Not part of CI. Needs Ruby with Jekyll 4 (on Debian: apt-get install jekyll).
#
#   cargo build --example pages
#   ruby tests/oracle/addresses.rb PATH-OF-A-BLOG …
#
# Themes and plugins are left out, and data files are not read: they do not change addresses.

require 'jekyll'
require 'tempfile'

ENV['TZ'] = 'UTC'
OUT = '/nowhere'.freeze
TOEGO = File.expand_path('../../target/debug/examples/pages', __dir__)

class Jekyll::DataReader
  def read(_) = {}
end

def jekyll(source)
  own = YAML.load_file(File.join(source, '_config.yml'), aliases: true)
  %w[plugins gems theme remote_theme paginate].each { |key| own.delete(key) }
  empty = Tempfile.new(['config', '.yml'])
  settings = { 'config' => empty.path, 'source' => source, 'destination' => OUT, 'plugins' => [],
               'disable_disk_cache' => true, 'safe' => true, 'quiet' => true }
  site = Jekyll::Site.new(Jekyll.configuration(own.merge(settings)))
  Jekyll.logger.log_level = :error
  site.reset
  site.read
  pages = site.pages.select { |page| page.name =~ /\.(md|markdown)\z/i }
  (site.collections.values.flat_map(&:docs) + pages).to_h do |page|
    path = page.is_a?(Jekyll::Page) ? page.relative_path : page.path.delete_prefix("#{source}/")
    terms = %w[categories tags].map { |key| [page.data[key]].flatten.compact.join('|') }
    [path, [page.destination(OUT).delete_prefix("#{OUT}/"), *terms]]
  end
end

wrong = 0
ARGV.each do |source|
  source = File.expand_path(source)
  ours = IO.popen([TOEGO, source], &:readlines).to_h do |line|
    path, *said = line.chomp.split("\t", -1)
    [path, said]
  end
  real = jekyll(source)
  both = real.keys & ours.keys
  both.reject { |path| ours[path] == real[path] }.each do |path|
    wrong += 1
    puts "#{path}\n  Jekyll: #{real[path].inspect}\n  toego:  #{ours[path].inspect}"
  end
  (real.keys - ours.keys).each { |path| puts "#{path}: not read by toego" }
  puts "#{source}: #{both.size} pages compared"
end
exit wrong.zero?
