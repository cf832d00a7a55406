// Addresses as the service compares them (forums/domain/places.py), for pages without a server.
(function (scope) {
  'use strict'

  // An address in parts that can be compared; null for what is none.
  scope.alongsideAddress = function (text) {
    let url
    try {
      url = new URL(/^https?:/i.test(text) ? text : `https:${text.startsWith('//') ? '' : '//'}${text}`)
    } catch {
      return null
    }
    let path = url.pathname
    try { path = decodeURIComponent(path) } catch { /* as it was written */ }
    path = path.normalize('NFC').toLowerCase().replace(/(?:\/+(?:(?:index|default)\.(?:php\d?|s?html?|aspx?|jsp|cgi|pl))?)+$/, '')
    const host = url.host.replace(/^(?:www\.)+(?=[^.]+\.)/, '').replace(/\.(?=:|$)/, '')
    const place = host + path
    const query = [...url.searchParams].map((pair) => pair.join('=').toLowerCase())
    const hash = url.hash.slice(1)
    return { host, place, query, hash, isWhole: /[/?]/.test(text) }
  }
})(globalThis)
