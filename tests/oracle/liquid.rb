# Holds the cases of tests/liquid/cases.yml against the Jekyll that is installed:
#
#   ruby tests/oracle/liquid.rb
#
# Each case is built as a site of its own. Not part of CI: it needs Jekyll.
require "cgi"
require "fileutils"
require "jekyll"
require "tmpdir"
require "yaml"

Jekyll.logger.log_level = :error
$stderr = File.open(File::NULL, "w")

# The text of the page, or nil if no site was built.
def build(kase, body, front: kase.fetch("front", ""))
  Dir.mktmpdir do |root|
    files = { "_config.yml" => "" }.merge(kase["files"] || {})
    path = kase["path"] || "_posts/2024-03-01-post.md"
    files[path] = front.nil? ? body : "---\ntitle: 봄\npermalink: /page.html\n#{front}---\n#{body}"
    files.each do |name, text|
      FileUtils.mkdir_p(File.dirname(File.join(root, name)))
      File.binwrite(File.join(root, name), text)
    end
    begin
      config = Jekyll.configuration("source" => root, "destination" => File.join(root, "_site"),
                                    "disable_disk_cache" => true, "quiet" => true)
      Jekyll::Site.new(config).process
    rescue StandardError, SystemExit, ScriptError
      return nil
    end
    html = Dir[File.join(root, "_site/page.html")].map { |file| File.read(file) }.join
    CGI.unescapeHTML(html.gsub(/<[^>]*>/, ""))
  end
end

cases = YAML.load_file(File.join(__dir__, "../liquid/cases.yml"))
wrong = []
cases.each do |kase|
  say = ->(text) { wrong << "#{kase["name"]}: #{text}" }
  next if kase["jekyll"] == "unknown"

  page = build(kase, kase["body"])
  shown = kase["shown"]
  actual = if page.nil? then "aborts"
           elsif shown && !page.include?(shown) then "loses"
           else "fine"
           end
  say.("Jekyll #{actual}, not #{kase["jekyll"]}") if actual != kase["jekyll"]
  next if kase["fixed"].to_s.empty?

  fixed = build(kase, kase["fixed"])
  say.("the fixed page aborts") if fixed.nil?
  if shown && fixed
    plain = build(kase, kase["body"], front: "render_with_liquid: false\n")
    plain = build(kase, "{% raw %}#{kase["body"]}{% endraw %}") if kase["body"].include?("{% highlight")
    say.("the fixed page does not show what was written") if !fixed.include?(shown)
    say.("the fixed page is not as it was written") if fixed != plain && !kase["body"].include?("{% highlight")
  end
end
puts wrong
puts "#{cases.size} cases, #{wrong.size} wrong"
exit wrong.empty?
