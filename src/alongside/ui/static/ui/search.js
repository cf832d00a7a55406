// Search without a server: on pages of an exported site. The words of all entries stand in a script
// beside the pages, which is loaded when somebody begins to search; without scripts the page lists
// them all. A question is read as the service reads it (forums/domain/asking.py), with less care.
(function (scope) {
  'use strict'

  const SHOWN = 50
  const SHORTEST = 3 // letters that may be the beginning of a word
  // A name tells more than a subject, that more than a description; the very word more than another for it.
  const POINTS = [8, 4, 2]
  const OF_OTHER_WORDS = 0.5
  const LETTERS = { ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ı: 'i', ŧ: 't', æ: 'a', œ: 'o' }

  // Lower case with plain letters, apostrophes left out; words of letters and digits.
  const plain = (text) => text.normalize('NFKD').toLowerCase()
    .replace(/[\u0300-\u036f'’‘ʼ`´]/g, '').replace(/[øłđħıŧæœ]/g, (letter) => LETTERS[letter])
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || []
  const stem = (word) => scope.alongsideStem(word)
  const stemsOf = (words) => words.map(stem).join(' ')

  const placeOf = (text) => scope.alongsideAddress(text)?.place

  function load (address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement('script')
      script.src = address
      script.onload = resolve
      script.onerror = reject
      document.head.append(script)
    })
  }

  // What the script beside the pages says, made ready for looking up.
  function prepared ({ entries, words, reading, places = {} }, kind) {
    const folded = (text) => wordsOf(text).join(' ')
    const groups = new Map()
    const asking = new Set(reading.asking)
    for (const group of reading.groups) {
      const forms = group.filter((phrase) => !asking.has(phrase)).map((phrase) => phrase.split(' ').map(stem))
      for (const phrase of group) groups.set(stemsOf(phrase.split(' ')), { forms, isAsking: asking.has(phrase) })
    }
    return {
      entries: entries.map(([way, name, line, practice]) => ({
        way,
        name,
        about: [practice, line].filter(Boolean).join(': '),
        // The line of a body is its acronym, that of a forum its subject.
        called: kind === 'bodies' ? [folded(name), folded(line)] : [folded(name)]
      })),
      // Of forums, each address by which they are known, and the number of the entry.
      addresses: new Map(Object.entries(places).map(([place, number]) => [placeOf(`https://${place}`), number])),
      places: words.map((of) => new Map(Object.entries(of).map(function ([word, distances]) {
        let at = 0
        return [word, distances.map((distance) => (at += distance))]
      }))),
      groups,
      longest: Math.max(...[...groups.keys()].map((key) => key.split(' ').length)),
      stop: new Set(reading.stop),
      ofForums: new Set(reading.ofForums),
      ofSentences: new Set(reading.ofSentences),
      sentence: reading.sentence
    }
  }

  // What is asked for: terms, each with its forms, a form being stems that an entry has all.
  function read (text, data) {
    const pieces = [...text.matchAll(/(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))/g)]
    const all = pieces.flatMap((piece) => wordsOf(piece[3] || ''))
    const telling = all.filter((word) => !data.stop.has(word))
    const isSentence = telling.length >= data.sentence[0] || all.length >= data.sentence[1]
    const wanted = []
    const refused = []
    let run = []
    let joinsOn = false

    function want (term) {
      if (joinsOn && wanted.length) wanted.at(-1).forms.push(...term.forms)
      else wanted.push(term)
      joinsOn = false
    }

    function close (isLast) {
      const says = run.filter((word) => !data.stop.has(word) && !data.ofForums.has(word) && !(isSentence && data.ofSentences.has(word)))
      const passed = (word) => data.stop.has(word) || (says.length && (data.ofForums.has(word) || (isSentence && data.ofSentences.has(word))))
      let at = 0
      while (at < run.length) {
        let length = Math.min(data.longest, run.length - at)
        while (length > 1 && !data.groups.has(stemsOf(run.slice(at, at + length)))) length--
        const words = run.slice(at, at + length)
        at += length
        if (length === 1 && (passed(words[0]) || /^\p{L}$/u.test(words[0]))) continue
        const stems = words.map(stem)
        const group = data.groups.get(stems.join(' '))
        const forms = group && group.isAsking ? [] : [{ stems, isVery: true }]
        for (const other of group ? group.forms : []) {
          if (other.join(' ') !== stems.join(' ')) forms.push({ stems: other, isVery: false })
        }
        const mayGoOn = isLast && !isSentence && at === run.length && length === 1 && words[0].length >= SHORTEST
        want({ forms, begun: mayGoOn ? words[0] : '' })
      }
      run = []
    }

    for (const [, no, quoted, word] of pieces) {
      const found = wordsOf(quoted === undefined ? word : quoted)
      if (quoted !== undefined) {
        close(false)
        if (!found.length) continue
        const term = { forms: [{ stems: found.map(stem), isVery: true }], begun: '', isQuoted: true }
        if (no) refused.push(term)
        else want(term)
      } else if (no && !isSentence) {
        close(false)
        if (found.length) refused.push({ forms: [{ stems: found.map(stem), isVery: true }], begun: '' })
      } else if (found.length === 1 && found[0] === 'or' && !isSentence) {
        close(false)
        joinsOn = wanted.length > 0
      } else {
        run.push(...found)
      }
    }
    close(true)
    return { wanted, refused }
  }

  // Whether a stem begins as the last word does; while one types on, its ending may be longer than
  // that of any stem ("parenti").
  function begunAs (begun, places) {
    for (let cut = 0; cut < 4 && (cut === 0 || begun.length - cut > SHORTEST + 1); cut++) {
      const start = begun.slice(0, begun.length - cut)
      const begins = (word) => word.startsWith(start)
      if (places.some((place) => [...place.keys()].some(begins))) return begins
    }
    return () => false
  }

  function oneSlipApart (one, other) {
    const [short, long] = one.length <= other.length ? [one, other] : [other, one]
    if (long.length - short.length > 1) return false
    let same = 0
    while (same < short.length && short[same] === long[same]) same++
    if (short.length < long.length) return short.slice(same) === long.slice(same + 1)
    if (short.slice(same + 1) === long.slice(same + 1)) return true
    return short[same] === long[same + 1] && short[same + 1] === long[same] && short.slice(same + 2) === long.slice(same + 2)
  }

  // The entries that have every stem in one of the places.
  function haveAll (stems, places) {
    const [first, ...others] = stems.map((each) => new Set(places.flatMap((place) => place.get(each) || [])))
    return [...first].filter((number) => others.every((set) => set.has(number)))
  }

  // The points of each entry that a term finds.
  function pointsOf (term, data) {
    const points = new Map()
    const give = (number, some) => points.set(number, Math.max(points.get(number) || 0, some))
    const isBegun = term.begun ? begunAs(term.begun, data.places) : () => false
    for (const [rank, place] of data.places.entries()) {
      for (const { stems, isVery } of term.forms) {
        const some = POINTS[rank] * (isVery ? 1 : OF_OTHER_WORDS)
        for (const number of haveAll(stems, [place])) give(number, some)
        // "sick pay" without quotes may stand apart: "sick" in a name, "pay" in the subject.
        if (isVery && stems.length > 1 && rank === 0 && !term.isQuoted) {
          for (const number of haveAll(stems, data.places)) give(number, 1)
        }
      }
      for (const [word, numbers] of place) {
        if (isBegun(word)) for (const number of numbers) give(number, POINTS[rank] * OF_OTHER_WORDS)
      }
    }
    return points
  }

  // With slips of the pen set right, for words that no entry has.
  function corrected (term, data) {
    const [form] = term.forms
    if (term.forms.length !== 1 || form.stems.length !== 1 || form.stems[0].length < 4) return term
    const close = data.places.flatMap((place) => [...place.keys()].filter((word) => oneSlipApart(word, form.stems[0])))
    return { ...term, forms: close.map((word) => ({ stems: [word], isVery: false })), begun: '' }
  }

  // The entry that stands at an address, or that it is a page of; undefined: none is known there.
  function at (text, data) {
    const asked = text.trim()
    if (!asked.includes('.') || /\s/.test(asked)) return undefined
    const parts = (placeOf(asked) || '').split('/')
    while (parts.length && !data.addresses.has(parts.join('/'))) parts.pop()
    return data.addresses.get(parts.join('/'))
  }

  // The numbers of the entries that fit, best first, and how well they fit.
  function look (text, data) {
    const standing = at(text, data)
    if (standing !== undefined) return { numbers: [standing], fit: 'found' }
    const { wanted, refused } = read(text, data)
    const whole = wordsOf(text).join(' ')
    const without = new Set(refused.flatMap((term) => [...pointsOf(term, data).keys()]))
    let fit = 'found'
    const each = wanted.map(function (term) {
      const points = pointsOf(term, data)
      if (points.size) return points
      const again = pointsOf(corrected(term, data), data)
      if (again.size) fit = 'similar'
      return again
    })
    const sums = new Map()
    for (const points of each) for (const [number, some] of points) sums.set(number, (sums.get(number) || 0) + some)
    const everywhere = [...sums.keys()].filter((number) => each.every((points) => points.has(number)))
    const named = data.entries.flatMap((entry, number) => whole && entry.called.includes(whole) ? [number] : [])
    // Whoever types the whole name or the acronym of an entry wants that one before all others.
    for (const number of named) sums.set(number, Infinity)
    const fitting = (everywhere.length || named.length) ? [...new Set([...named, ...everywhere])] : [...sums.keys()]
    if (!everywhere.length && !named.length) fit = 'some'
    const numbers = fitting.filter((number) => !without.has(number))
      .sort((one, other) => sums.get(one) === sums.get(other) ? one - other : sums.get(other) - sums.get(one))
    return { numbers, fit: numbers.length ? fit : 'none' }
  }

  // For tests, which have no page.
  scope.alongsideFind = { prepared, look }

  for (const box of scope.document?.querySelectorAll('[data-search]') || []) {
    const input = box.querySelector('input')
    const results = box.querySelector('[data-search-results]')
    const status = box.querySelector('[data-search-status]')
    const index = box.querySelector('[data-search-index]').href
    const site = new URL(box.querySelector('[data-search-site]').href)
    const kind = box.dataset.search
    let loading

    function ready () {
      loading ||= load(index).then(() => prepared(window.alongsideSearch[kind], kind))
      return loading
    }

    function show (list) {
      results.replaceChildren(...list.slice(0, SHOWN).map(function (entry) {
        const item = document.createElement('li')
        item.className = 'results__result'
        const link = document.createElement('a')
        link.className = 'govuk-link results__title'
        link.href = new URL(/\/$/.test(entry.way) ? `${entry.way}index.html` : entry.way, site).href
        link.textContent = entry.name
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
      if (!wordsOf(input.value).length) {
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
      const { numbers, fit } = look(input.value, data)
      const said = box.dataset[fit].replace('{n}', numbers.length)
      status.textContent = numbers.length > SHOWN ? `${said.replace(/\.?$/, '.')} ${box.dataset.first.replace('{n}', SHOWN)}` : said
      show(numbers.map((number) => data.entries[number]))
    }

    box.hidden = false
    // Whoever came back finds what was typed, and what was found.
    if (input.value) search()
  }
})(globalThis)
