# frozen_string_literal: true

# Builds fixtures/links with Jekyll, follows every link of its post of links in the built site as GitHub
# Pages would, and compares with what toego says of the line, one by one. Not part of CI; run it by hand:
#
#   ruby tests/oracle/links.rb [PATH-OF-TOEGO]
#
# GitHub Pages finds `a.html` for `/a`, and `a/index.html` for `/a/` and `/a`; it tells `A` from `a`.
# Last run with Jekyll 4.3.1.

require 'cgi'
require 'jekyll'
require 'json'
require 'tmpdir'
require 'uri'

ROOT = File.expand_path('../..', __dir__)
SOURCE = File.join(ROOT, 'fixtures/links')
TOEGO = ARGV.fetch(0, File.join(ROOT, 'target/debug/toego'))
POST = '_posts/2024-02-01-모든-링크.md'
PAGE = '/여행/모든-링크/'
HOST = 'walk.github.io'

# The file of the site that a path leads to.
def served(site, path)
  bare = path.sub(%r{\A/}, '')
  names = path.end_with?('/') ? ["#{bare}index.html"] : [bare, "#{bare}.html", "#{bare}/index.html"]
  names.map { |name| File.join(site, name) }.find { |file| File.file?(file) }
end

def decoded(text) = URI.decode_www_form_component(text.gsub('+', '%2B'))

# Whether a reader who follows the link gets what it names.
def leads_somewhere?(site, href)
  return false if href.empty?

  scheme, host = href.match(%r{\A(https?:)?//([^/:]*)})&.captures
  return host != 'localhost' && !scheme.nil? if host && host != HOST

  rest = href.sub(%r{\Ahttps?://[^/]*}, '')
  path, fragment = rest.split('#', 2)
  path = decoded(path.to_s)
  path = PAGE if path.empty?
  path = File.join(PAGE, path) unless path.start_with?('/')
  file = served(site, File.expand_path(path) + (path.end_with?('/') && path != '/' ? '/' : ''))
  return false unless file
  return true unless fragment

  File.read(file, encoding: 'UTF-8').scan(/\s(?:id|name)="([^"]*)"/).flatten.include?(decoded(fragment))
end

findings = JSON.parse(`#{TOEGO} check --quiet --only link --format json #{SOURCE}`)['diagnostics']
dead_lines = findings.select { |found| found['path'].end_with?(POST) }.map { |found| found['line'] }
lines = File.readlines(File.join(SOURCE, POST), encoding: 'UTF-8').each_with_index
listed = lines.select { |line, _| line.start_with?('1. ') }.map { |line, at| [line.chomp, at + 1] }

Dir.mktmpdir do |site|
  config = Jekyll.configuration('source' => SOURCE, 'destination' => site, 'quiet' => true, 'disable_disk_cache' => true)
  Jekyll::Site.new(config).process
  html = File.read(served(site, PAGE), encoding: 'UTF-8')
  hrefs = html.scan(%r{<li>(?:<p>)?<a href="([^"]*)"}).flatten.map { |href| CGI.unescapeHTML(href) }
  abort "#{hrefs.size} links in the page, #{listed.size} in the post" unless hrefs.size == listed.size
  wrong = listed.zip(hrefs).reject { |(_, at), href| leads_somewhere?(site, href) != dead_lines.include?(at) }
  wrong.each { |(line, at), href| puts "#{at}: #{line} -> #{href}: toego is #{dead_lines.include?(at) ? '' : 'not '}against it" }
  puts "#{listed.size} links, #{wrong.size} judged otherwise than by Jekyll"
  exit(wrong.empty?)
end
