// A page from a file shows its own contents and sections; docfx's need a server. See contents.js.
(function () {
  if (location.protocol !== 'file:') return
  document.documentElement.classList.add('from-file')
  const sections = document.createElement('div')
  sections.className = 'sections'
  sections.append(document.getElementById('static-sections').content)
  document.querySelector('#autocollapse > div').append(sections)

  const contents = document.getElementById('static-contents').content
  const side = document.getElementById('toc')
  const article = document.querySelector('article')
  if (!side || !contents.querySelector('a')) return
  const small = document.createElement('details')
  small.className = 'contents small-screen'
  small.innerHTML = '<summary>Contents</summary>'
  small.append(contents.cloneNode(true))
  article.prepend(small)
  side.className = 'contents'
  side.append(contents)
})()
