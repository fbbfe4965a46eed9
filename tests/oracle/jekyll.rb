# What Jekyll makes of the sites in tests/jekyll-cases.yml.
#
#   ruby tests/oracle/jekyll.rb            # compares with `observed:`, exit status 1 where it differs
#   ruby tests/oracle/jekyll.rb --write    # writes `observed:` anew
#   ruby tests/oracle/jekyll.rb ID …       # prints these alone
#
# Needs Ruby and Jekyll 4 (`apt install jekyll`), nothing else. It is no part of CI: what Jekyll does is on
# record in the cases, and `cargo test --test jekyll` holds toego against that record.
#
# Each site is built as `TZ=UTC LANG=C.UTF-8 jekyll build --disable-disk-cache` would, in a folder and a
# process of its own. Its one layout, `single`, prints what became of the page.

ENV.update("TZ" => "UTC", "LANG" => "C.UTF-8")
Encoding.default_external = Encoding::UTF_8

require "jekyll"
require "json"
require "stringio"
require "tmpdir"
require "yaml"

CASES = File.expand_path("../jekyll-cases.yml", __dir__)
CONFIG = "title: t\nurl: https://ex.kr\ntimezone: Asia/Seoul\n"
POST = "_posts/2024-01-02-post.md"
VALUES = %w[toc use_math categories tags title layout]
LAYOUT = <<~LIQUID
  {#{VALUES.map { |key| %("#{key}": {{ page.#{key} | jsonify }}, ) }.join}"date": "{{ page.date | date: "%FT%T%z" }}",
  "url": {{ page.url | jsonify }}, "truthy": {% if page.toc %}true{% else %}false{% endif %}}
  ---
  {{ content }}
LIQUID

# The files of a case, by path.
def files_of(site)
  bytes = ->(content) { content.is_a?(Hash) ? content["base64"].unpack1("m") : content }
  files = { "_config.yml" => site["config"] || CONFIG, "_layouts/single.html" => LAYOUT }
  files[POST] = "---\nlayout: single\n#{site["front"]}\n---\n\n본문\n" if site["front"]
  files.merge((site["files"] || {}).transform_values(&bytes))
end

# Builds the site in `folder`; the exit status and the log.
def build(folder)
  reader, writer = IO.pipe
  process = fork do
    reader.close
    [$stdout, $stderr].each { |stream| stream.reopen(writer) }
    Dir.chdir(folder)
    Jekyll::Commands::Build.process(
      "source" => ".", "destination" => "_site", "disable_disk_cache" => true
    )
  rescue SystemExit
    raise
  rescue StandardError, SyntaxError => e
    warn "ERROR: #{e.message.lines.first}"
    exit!(1)
  end
  writer.close
  log = reader.read.force_encoding("UTF-8").scrub("?")
  [Process.wait2(process)[1].exitstatus, log]
end

# A written file in one phrase.
def page(folder, path)
  name = path.delete_prefix("#{folder}/_site/")
  text = File.binread(path).force_encoding("UTF-8").scrub("?")
  head, body = text.split("\n---\n", 2)
  read = begin
    JSON.parse(head.to_s.gsub("\t", " "))
  rescue JSON::ParserError
    nil
  end
  return "#{name} without layout: #{text.strip[0, 60].gsub("\n", " ")}" unless read && body

  told = VALUES.reject { |key| read[key].nil? || read[key] == [] || (key == "layout" && read[key] == "single") }
  told = told.map { |key| "#{key}=#{read[key].to_json}#{key == "toc" ? (read["truthy"] ? " (truthy)" : " (falsy)") : ""}" }
  "#{name} with layout: #{[*told, "date=#{read["date"]}", "url=#{read["url"]}"].join(", ")}"
end

LOGGED = /Error|ERROR|Warning|Conflict|Exception|Invalid|invalid|does not exist|future date|^\s*(?:could not|_?posts)/

def observation(site)
  Dir.mktmpdir do |folder|
    files_of(site).each do |path, text|
      FileUtils.mkdir_p(File.dirname(File.join(folder, path)))
      File.binwrite(File.join(folder, path), text)
    end
    status, log = build(folder)
    pages = Dir.glob("#{folder}/_site/**/*", File::FNM_DOTMATCH).select { |path| File.file?(path) }.sort
    told = log.lines.grep(LOGGED).map { |line| line.gsub(/\e\[\d+m/, "").strip.gsub(folder, ".").squeeze(" ")[0, 150] }
    parts = ["exit #{status}", *pages.map { |path| page(folder, path) }]
    parts << "no page written" if pages.empty?
    parts << "log: #{told.uniq.first(2).join(" | ")}" if told.any?
    # The day of the build, in UTC or in Seoul.
    days = [0, 9].map { |hours| (Time.now.utc + hours * 3600).strftime("%F") }
    days = Regexp.union(days.flat_map { |day| [day, day.tr("-", "/")] })
    parts.join("; ").gsub(/#{days}(T[\d:]+)?/, "<build-date>")
  end
end

written = ARGV.delete("--write")
text = File.read(CASES)
sites = YAML.safe_load(text)
sites.select! { |site| ARGV.include?(site["id"]) } unless ARGV.empty?
observed = sites.to_h { |site| [site["id"], observation(site)] }

differing = sites.reject { |site| site["observed"] == observed[site["id"]] }
(ARGV.empty? ? differing : sites).each { |site| puts "#{site["id"]}: #{observed[site["id"]]}" }
if written
  blocks = text.split(/^(?=- id: )/).map do |block|
    id = block[/\A- id: (\S+)/, 1]
    next block unless observed[id]

    bare = block.gsub(/^  observed: .*\n/, "")
    bare.sub(/^  reason: .*\n/) { |reason| "#{reason}  observed: #{observed[id].to_json}\n" }
  end
  File.write(CASES, blocks.join)
elsif ARGV.empty?
  puts "#{sites.size} sites, #{differing.size} observed otherwise than recorded"
  exit differing.empty?
end
