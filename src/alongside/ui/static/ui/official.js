// "Is this account official?" without a server: on the page of an exported site, among the accounts
// that the page lists, and those in a script beside it where they are many. The same rules as on the
// running service, and fewer words. Nothing is sent.
(function () {
  'use strict'

  const box = document.querySelector('[data-official]')
  if (!box) return
  const input = box.querySelector('input')
  const out = box.querySelector('[data-official-answer]')
  const addressOf = window.alongsideAddress
  const alikes = JSON.parse(box.dataset.confusables)
  const pairs = JSON.parse(box.dataset.pairs)
  const MOST = 2000
  const FOLDERS = ['u', 'user', 'users', 'member', 'members', 'profile', 'profiles', 'people', 'author']
  const ENDS = '\\s<>"“”«»|\\\\^`{}'
  const WHOLE = new RegExp(`(?<![\\w:/+.-])(?:https?:)?//[^${ENDS}]+`, 'gi')
  const BARE = new RegExp(`(?<![\\w@.:/+-])(?:[\\w-]+\\.)+[\\p{L}][\\w-]{1,62}(?::\\d{1,5})?(?:[/?#][^${ENDS}]*)?`, 'gu')
  const MAIL = new RegExp(`[^@,;:()${ENDS}]{1,64}@[^@,;:()${ENDS}]+\\.[^@,;:()${ENDS}]+`, 'i')
  const SAYS_WHERE = /\s+(?:on|at|in|from|ar|yn)\s+|\s+@\s+|\s*[([]/gi

  const folded = (name) => name.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).join(' ')
  const unquoted = (text) => text.replace(/^[\s?,;:"'“”‘’«»<>…]+|[\s?,;:"'“”‘’«»<>…]+$/g, '')
  const cleaned = (text) => unquoted(unquoted(text).replace(/^(?:(?:is|are|this|account|user|username|member|profile)\s+|@(?=\w)|\/?u\/(?=\w))+/i, '').replace(/(?:\s+(?:is|an?|official|account|really|genuine|real|fake|on|at|in|from|here|it))+$/i, '')).replace(/^\(|\)$/g, '')

  // What the eye keeps of a name.
  function skeleton (name) {
    let kept = ''
    for (const letter of name.slice(0, 200).normalize('NFKD')) {
      const lower = letter.toLowerCase()
      if (letter in alikes) kept += alikes[letter]
      else if (/[\p{L}\p{N}]/u.test(letter)) kept += alikes[lower] || lower
    }
    for (const [pair, letter] of pairs) kept = kept.replaceAll(pair, letter)
    return kept
  }

  function oneSlipApart (short, long) {
    if (long.length - short.length > 1) return false
    let same = 0
    while (same < short.length && short[same] === long[same]) same++
    if (short.length < long.length) return short.slice(same) === long.slice(same + 1)
    if (short.slice(same + 1) === long.slice(same + 1)) return true
    return short[same] === long[same + 1] && short[same + 1] === long[same] && short.slice(same + 2) === long.slice(same + 2)
  }

  function shapesAlike (theirs, ours) {
    if (!theirs || !ours) return false
    if (theirs === ours || (ours.length >= 8 && theirs.includes(ours))) return true
    const [short, long] = theirs.length <= ours.length ? [theirs, ours] : [ours, theirs]
    return short.length >= 6 && oneSlipApart(short, long)
  }

  const placed = (place) => addressOf(`https://${place}`).place
  function accountOf (row) {
    const { handle, profile, forums, places } = row.dataset
    return {
      row,
      handle,
      fold: folded(handle),
      shape: skeleton(handle),
      profile: profile ? addressOf(profile) : null,
      forums: JSON.parse(forums).map((name) => folded(name).replace(/^the /, '')),
      places: places.split(' ').filter(Boolean).map(placed),
      retired: 'retired' in row.dataset,
      stated: 'stated' in row.dataset
    }
  }
  const rows = [...document.querySelectorAll('[data-official-accounts] tr')].map(accountOf)

  // The accounts for which the page has no room. Their links lead from the folder of the site.
  const index = box.querySelector('[data-official-index]')
  let loading
  function ready () {
    loading ||= !index ? Promise.resolve() : new Promise(function (resolve, reject) {
      const script = document.createElement('script')
      script.src = index.href
      script.onload = resolve
      script.onerror = reject
      document.head.append(script)
    }).then(function () {
      const table = document.createElement('template')
      table.innerHTML = `<table><tbody>${window.alongsideAccounts}</tbody></table>`
      const site = box.querySelector('[data-official-site]').href
      for (const link of table.content.querySelectorAll('a[href^="/"]')) {
        link.href = new URL(`${link.getAttribute('href').slice(1)}index.html`, site).href
      }
      rows.push(...[...table.content.querySelectorAll('tr')].map(accountOf))
    })
    return loading
  }

  const above = (place) => place.split('/').map((_part, index, parts) => parts.slice(0, parts.length - index).join('/'))
  const within = function (place, places) {
    const nearest = above(place).find((each) => places.includes(each))
    return nearest === undefined ? place : place.slice(nearest.length + 1)
  }

  // A bare host never leads to an account: authority is given to named accounts only.
  function leadsTo (address, { profile, fold, places }) {
    if (!profile || !(profile.place.includes('/') || profile.query.length)) return false
    const here = within(address.place, places)
    const there = within(profile.place, places)
    if ((!there && !profile.query.length) || !profile.query.every((pair) => address.query.includes(pair))) return false
    if (here === there) return true
    return there.split('/').some((part) => folded(part) === fold) && here.startsWith(`${there}/`)
  }

  // What a body says of itself alone is no proof.
  const standing = (found) => found.every(({ retired }) => retired) ? 'was_official' : found.some(({ retired, stated }) => !retired && !stated) ? 'official' : 'stated'
  const yes = (found) => ({ says: standing(found), found })
  const looking = (names, among) => {
    const shapes = names.map(skeleton)
    return among.filter(({ shape }) => shapes.some((each) => shapesAlike(each, shape))).slice(0, 5)
  }
  function no (names, among) {
    const found = looking(names.filter(Boolean), among)
    return found.length ? { says: 'alike', found } : { says: 'not_official', found: [] }
  }

  function ofName (names, there) {
    const same = there.filter(({ fold }) => names.map(folded).includes(fold))
    // Several forums may have one name: unless nobody is official any more, it is to be said which.
    const isOpen = new Set(same.map(({ places }) => places.join())).size > 1 && standing(same) !== 'was_official'
    if (isOpen) return { says: 'which_forum', found: same }
    return same.length ? yes(same) : no(names, there)
  }

  function ofAddress (address, there, names) {
    const found = there.filter((account) => leadsTo(address, account))
    if (found.length) return yes(found)
    const path = within(address.place, there.flatMap(({ places }) => places))
    if (!path && !address.query.length && names.length) return ofName(names, there)
    const parts = path.split('/').filter(Boolean)
    const name = parts.length === 1 && parts[0].startsWith('@') ? parts[0].slice(1) : parts.length === 2 && FOLDERS.includes(parts[0]) ? parts[1] : ''
    const isProfile = name || (parts.length > 1 && FOLDERS.includes(parts[0]))
    if (!isProfile) return { says: 'which_account', found: there }
    const same = there.filter(({ fold }) => parts.some((part) => folded(part) === fold))
    if (same.length && same[0].profile) return { says: 'alike', found: same }
    if (same.length) return name ? yes(same) : { says: 'which_account', found: same }
    return no(parts, there)
  }

  function answerFor (pasted) {
    let text = pasted.slice(0, MOST).replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    const take = function (pattern) {
      const taken = []
      text = text.replace(pattern, function (written) {
        const address = addressOf(written.replace(/[.,;:!?'’*…)\]]+$/, ''))
        if (!address) return written
        taken.push(address)
        return ' '
      })
      return taken
    }
    const whole = take(WHOLE)
    const hasMail = MAIL.test(text)
    text = text.replace(new RegExp(MAIL, 'gi'), ' ')
    const addresses = [...whole, ...take(BARE)]
    const words = unquoted(text)
    const names = [...new Set([words, cleaned(words)])].filter(Boolean)
    const address = addresses[0]
    if (addresses.some(({ place }) => place !== address.place)) return { says: 'several', found: [] }
    if (address) {
      const nearest = above(address.place).find((place) => rows.some(({ places }) => places.includes(place)))
      const there = rows.filter(({ places }) => places.includes(nearest))
      if (there.length) return ofAddress(address, there, names)
      const same = rows.filter(({ fold }) => fold === folded(pasted))
      if (same.length && !address.isWhole) return { says: 'which_forum', found: same }
      return no(names, rows)
    }
    if (hasMail) return { says: 'mail', found: [] }
    let stated
    for (const name of names) {
      for (const mark of [...name.matchAll(SAYS_WHERE)].reverse()) {
        const who = cleaned(name.slice(0, mark.index))
        const where = folded(cleaned(name.slice(mark.index + mark[0].length))).replace(/^the /, '')
        const there = rows.filter(({ forums }) => forums.includes(where))
        if (!who || !there.length) continue
        stated = ofName([unquoted(name.slice(0, mark.index)), who], there)
        if (['official', 'stated', 'was_official', 'which_forum'].includes(stated.says)) return stated
      }
    }
    if (stated) return stated
    const same = rows.filter(({ fold }) => names.map(folded).includes(fold))
    if (same.length) return { says: 'which_forum', found: same }
    const forum = rows.filter(({ forums }) => names.some((name) => forums.includes(folded(name).replace(/^the /, ''))))
    return forum.length ? { says: 'which_account', found: forum } : no(names, rows)
  }

  async function show () {
    if (!input.value.trim()) return out.replaceChildren()
    try {
      await ready()
    } catch {
      loading = undefined
      out.textContent = box.dataset.failed
      return
    }
    const { says, found } = answerFor(input.value)
    const said = box.querySelector(`template[data-says="${says}"]`).content.cloneNode(true)
    const list = said.querySelector('[data-accounts]')
    for (const { row } of found.slice(0, 20)) {
      const item = document.createElement('li')
      for (const [index, cell] of [...row.cells].entries()) {
        if (index) item.append(index === 3 ? '. ' : ', ')
        for (const child of cell.childNodes) item.append(child.cloneNode(true))
      }
      list.append(item)
    }
    if (!found.length) list.remove()
    out.replaceChildren(said)
  }

  box.querySelector('button').addEventListener('click', show)
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') show() })
  box.hidden = false
})()
