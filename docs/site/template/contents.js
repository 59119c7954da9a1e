// Puts contents and sections into every page, for pages that are opened from a file: there browsers load neither the
// modules nor the JSON that docfx draws both from. They wait in the footer until the script below them finds that out.
exports.add = function (model) {
  var contents = list(entries(model, model._tocKey, model._tocRel))
  var sections = links(entries(model, model._navKey, model._navRel))
  model._appFooter = '<span>SimClr.Core, MIT license</span>'
    + '<template id="static-contents">' + contents + '</template>'
    + '<template id="static-sections">' + sections + '</template>'
    + '<script src="' + model._rel + 'public/from-file.js"></script>'
  return model
}

function entries(model, key, rel) {
  var shared = model.__global && model.__global._shared
  var toc = shared && key && shared[key]
  return toc && toc.items ? copies(toc.items, folder(rel), folder(toc._path), model._path) : []
}

function copies(items, rel, here, page) {
  return items.map(function (item) {
    var below = copies(item.items || [], rel, here, page)
    var isPage = !!item.href && resolve(here, item.href) === page
    return {
      name: item.name,
      href: item.href && (isRelative(item.href) ? rel + item.href : item.href),
      isPage: isPage,
      isOpen: isPage || below.some(function (child) { return child.isOpen }),
      items: below
    }
  })
}

function list(items) {
  return '<ul>' + items.map(function (item) { return '<li>' + (item.items.length ? group(item) : link(item)) + '</li>' }).join('') + '</ul>'
}

function group(item) {
  return '<details' + (item.isOpen ? ' open' : '') + '><summary>' + (item.href ? link(item) : escape(item.name)) + '</summary>'
    + list(item.items) + '</details>'
}

function links(items) { return items.map(link).join('') }

function link(item) {
  return '<a href="' + escape(item.href) + '"' + (item.isPage ? ' aria-current="page"' : '') + '>' + escape(item.name) + '</a>'
}

function escape(text) {
  return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

// "site/" and "../losses.html#train-with-labels" are the page "losses.html".
function resolve(here, href) {
  var parts = []
  decodeURIComponent(here + href).split('#')[0].split('/').forEach(function (part) {
    if (part === '..') parts.pop()
    else parts.push(part)
  })
  return parts.join('/')
}

function folder(path) { return path ? path.slice(0, path.lastIndexOf('/') + 1) : '' }

function isRelative(href) { return !/^(\w+:)?\/\//.test(href) }
