// The stem of an English word, so that "bullied" finds "bullying" where no server answers: the rules
// of Snowball's English stemmer (Porter2, https://snowballstem.org/algorithms/english/stemmer.html)
// as PostgreSQL has it. A test compares them with PostgreSQL's own, word by word.
(function (scope) {
  'use strict'

  const VOWEL = '[aeiouy]'
  const OTHER = '[^aeiouy]'
  const WHOLE = {
    skis: 'ski', skies: 'sky', idly: 'idl', gently: 'gentl', ugly: 'ugli', early: 'earli', only: 'onli',
    singly: 'singl', dying: 'die', lying: 'lie', tying: 'tie'
  }
  const STAYING = new Set(['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'])
  const ENDS_LIKE_VERBS = new Set(['inning', 'outing', 'canning', 'herring', 'earring', 'proceed', 'exceed', 'succeed'])
  // Endings and what stands in their stead; the longest first, so that the first that fits counts.
  const SECOND = [
    ['ational', 'ate'], ['fulness', 'ful'], ['iveness', 'ive'], ['ization', 'ize'], ['ousness', 'ous'],
    ['biliti', 'ble'], ['lessli', 'less'], ['tional', 'tion'], ['alism', 'al'], ['aliti', 'al'], ['ation', 'ate'],
    ['entli', 'ent'], ['fulli', 'ful'], ['iviti', 'ive'], ['ousli', 'ous'], ['abli', 'able'], ['alli', 'al'],
    ['anci', 'ance'], ['ator', 'ate'], ['enci', 'ence'], ['izer', 'ize'], ['bli', 'ble'], ['ogi', 'og', /l$/],
    ['li', '', /[cdeghkmnrt]$/]
  ]
  const THIRD = [
    ['ational', 'ate'], ['tional', 'tion'], ['alize', 'al'], ['icate', 'ic'], ['iciti', 'ic'], ['ative', ''],
    ['ical', 'ic'], ['ness', ''], ['ful', '']
  ]
  const FOURTH = [
    'ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ion',
    'al', 'er', 'ic'
  ]
  const hasVowel = (text) => new RegExp(VOWEL).test(text)
  const endsShort = (text) => new RegExp(`(?:${OTHER}${VOWEL}[^aeiouywxY]|^${VOWEL}${OTHER})$`).test(text)

  // Where the part begins that follows the first other letter after a vowel.
  function after (word, from) {
    const found = word.slice(from).search(new RegExp(`${VOWEL}${OTHER}`))
    return found < 0 ? word.length : from + found + 2
  }

  function firstEnding (word) {
    if (word.endsWith('sses')) return word.slice(0, -2)
    if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1)
    if (/[us]s$/.test(word) || !word.endsWith('s')) return word
    return hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word
  }

  function withoutVerbEnding (word, r1) {
    const ending = (word.match(/(?:eedly|ingly|edly|eed|ing|ed)$/) || [''])[0]
    if (!ending) return word
    const rest = word.slice(0, -ending.length)
    if (ending.startsWith('eed')) return rest.length >= r1 ? `${rest}ee` : word
    if (!hasVowel(rest)) return word
    if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`
    if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1)
    return rest.length <= r1 && endsShort(rest) ? `${rest}e` : rest
  }

  function exchanged (word, endings, r1, r2) {
    const found = endings.find(([ending]) => word.endsWith(ending))
    if (!found) return word
    const [ending, instead, before] = found
    const rest = word.slice(0, -ending.length)
    const fits = rest.length >= (ending === 'ative' ? r2 : r1) && (!before || before.test(rest))
    return fits ? rest + instead : word
  }

  function withoutLastEnding (word, r2) {
    const ending = FOURTH.find((each) => word.endsWith(each))
    if (!ending) return word
    const rest = word.slice(0, -ending.length)
    return rest.length >= r2 && (ending !== 'ion' || /[st]$/.test(rest)) ? rest : word
  }

  function last (word, r1, r2) {
    const rest = word.slice(0, -1)
    if (word.endsWith('e')) return rest.length >= r2 || (rest.length >= r1 && !endsShort(rest)) ? rest : word
    return word.endsWith('ll') && rest.length >= r2 ? rest : word
  }

  scope.alongsideStem = function (plain) {
    if (plain.length < 3 || STAYING.has(plain)) return plain
    if (Object.hasOwn(WHOLE, plain)) return WHOLE[plain]
    // A consonant "y" is written Y, which no rule for vowels meets.
    let word = plain.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y')
    const special = word.match(/^(?:gener|commun|arsen)/)
    const r1 = special ? special[0].length : after(word, 0)
    const r2 = after(word, r1)
    word = firstEnding(word)
    if (ENDS_LIKE_VERBS.has(word)) return word
    word = withoutVerbEnding(word, r1)
    word = word.replace(new RegExp(`(?<=.${OTHER})[yY]$`), 'i')
    word = exchanged(word, SECOND, r1, r2)
    word = exchanged(word, THIRD, r1, r2)
    word = withoutLastEnding(word, r2)
    return last(word, r1, r2).replaceAll('Y', 'y')
  }
})(globalThis)
