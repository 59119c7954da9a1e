// Pages see the table of contents: contents.js needs it.
exports.getOptions = function () { return { isShared: true } }
