var contents = require('./contents.js')

exports.preTransform = function (model) { return model }

exports.postTransform = function (model) { return contents.add(model) }
