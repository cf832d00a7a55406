// Search without a server: on pages of an exported site. The entries stand in a script beside the
// pages, which is loaded when somebody begins to search; without scripts the page lists them all.
(function () {
  'use strict'

  const SHOWN = 50

  // Lower case without accents; words of letters and digits.
  const plain = (text) => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase()
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || []

  function load (address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement('script')
      script.src = address
      script.onload = resolve
      script.onerror = reject
      document.head.append(script)
    })
  }

  // A word as short as "in" begins so many others that it tells nothing.
  const isShort = (word) => word.length < 3

  // For each word that was typed, the beginnings of words that count for it; of a short one, what
  // else is said for it.
  function wantedOf (typed, synonyms) {
    const phrase = ` ${typed.join(' ')} `
    const wanted = typed.map((word) => isShort(word) ? [] : [word])
    for (const group of synonyms) {
      const forms = group.map((form) => wordsOf(form))
      for (const form of forms) {
        if (!phrase.includes(` ${form.join(' ')} `)) continue
        const at = typed.indexOf(form[0])
        if (at >= 0) wanted[at].push(...forms.map((other) => other.join(' ')))
      }
    }
    // Short words count whole.
    return wanted.filter((forms) => forms.length)
      .map((forms) => forms.map((form) => isShort(form) ? ` ${form} ` : ` ${form}`))
  }

  // The name counts most; 0: a word is missing everywhere.
  function score (entry, wanted, all) {
    let points = 0
    for (const forms of wanted) {
      const best = Math.max(...forms.map((form) =>
        entry.name.includes(form) ? 4 : entry.line.includes(form) ? 2 : entry.words.includes(form) ? 1 : 0))
      if (best === 0 && all) return 0
      points += best
    }
    return points
  }

  // Whoever types the whole name or the acronym of an entry wants that one before all others.
  function found (entries, wanted, all, typed) {
    const whole = ` ${typed.join(' ')} `
    return entries
      .map((entry) => ({ entry, points: entry.called.includes(whole) ? Infinity : score(entry, wanted, all) }))
      .filter((result) => result.points > 0)
      .sort((one, other) => other.points === one.points ? 0 : other.points - one.points)
  }

  for (const box of document.querySelectorAll('[data-search]')) {
    const input = box.querySelector('input')
    const results = box.querySelector('[data-search-results]')
    const status = box.querySelector('[data-search-status]')
    const index = box.querySelector('[data-search-index]').href
    const site = new URL(box.querySelector('[data-search-site]').href)
    const kind = box.dataset.search
    let loading

    function ready () {
      loading ||= load(index).then(function () {
        const data = window.alongsideSearch[kind]
        const folded = (text) => ` ${wordsOf(text).join(' ')} `
        data.entries = data.entries.map(([way, name, line, words]) => ({
          way,
          shown: name,
          about: line,
          name: folded(name),
          line: folded(line),
          words: folded(words),
          // The line of a body is its acronym, that of a forum its subject.
          called: [folded(name), ...(kind === 'bodies' ? [folded(line)] : [])]
        }))
        return data
      })
      return loading
    }

    function show (list) {
      results.replaceChildren(...list.slice(0, SHOWN).map(function ({ entry }) {
        const item = document.createElement('li')
        item.className = 'results__result'
        const link = document.createElement('a')
        link.className = 'govuk-link results__title'
        link.href = new URL(/\/$/.test(entry.way) ? `${entry.way}index.html` : entry.way, site).href
        link.textContent = entry.shown
        item.append(link)
        if (entry.about) {
          const about = document.createElement('p')
          about.className = 'results__sentence'
          about.textContent = entry.about
          item.append(about)
        }
        return item
      }))
    }

    let typing
    input.addEventListener('focus', () => ready().catch(() => {}))
    input.addEventListener('input', function () {
      clearTimeout(typing)
      typing = setTimeout(search, 150)
    })

    async function search () {
      const typed = wordsOf(input.value)
      if (!typed.length) {
        results.replaceChildren()
        status.textContent = ''
        return
      }
      let data
      try {
        data = await ready()
      } catch {
        loading = undefined
        status.textContent = box.dataset.failed
        return
      }
      const wanted = wantedOf(typed, data.synonyms)
      const whole = found(data.entries, wanted, true, typed)
      const list = whole.length ? whole : found(data.entries, wanted, false, typed)
      const say = !list.length ? box.dataset.none : whole.length ? box.dataset.found : box.dataset.some
      status.textContent = say.replace('{n}', list.length)
      show(list)
    }

    box.hidden = false
  }
})()
