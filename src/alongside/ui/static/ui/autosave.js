// A form with data-autosave is saved a moment after the last key, by the same address that its
// button sends it to. Without this file the button saves, and nothing else changes.
(function () {
  'use strict'

  const PAUSE = 2000 // milliseconds without a key
  const AGAIN = 10000 // milliseconds until a save that did not get through is tried again

  const form = document.querySelector('form[data-autosave]')
  if (!form || !window.fetch) return
  const said = form.querySelector('[data-autosave-said]')
  let timer = null
  let running = null // the promise of a save that is under way
  let isUnsaved = false // something typed is kept by this page alone
  let isStopped = false // another window has saved: only a person may decide now
  let isLeaving = false

  function say (text, isWrong, link) {
    said.classList.toggle('plan-form__said--wrong', Boolean(isWrong))
    if (said.textContent !== text || link) said.textContent = text
    if (!link) return
    const found = document.createElement('a')
    found.className = 'govuk-link'
    found.href = link.href
    found.target = '_blank'
    found.rel = 'noopener'
    found.textContent = link.text
    said.append(' ', found)
  }

  // What is wrong stands beside its field, as after a press of the button.
  function showProblems (problems) {
    form.querySelectorAll('[data-autosave-problem]').forEach(function (shown) {
      const group = shown.closest('.govuk-form-group')
      group.classList.remove('govuk-form-group--error')
      group.querySelectorAll('[aria-invalid]').forEach((found) => found.removeAttribute('aria-invalid'))
      shown.remove()
    })
    for (const problem of problems) {
      const input = document.getElementById((problem.href || '').slice(1))
      let group = input && input.closest('.govuk-form-group')
      while (group && group.parentElement.closest('.govuk-date-input')) {
        group = group.parentElement.closest('.govuk-form-group')
      }
      if (!group || group.querySelector('[data-autosave-problem]')) continue
      const shown = document.createElement('p')
      shown.className = 'govuk-error-message'
      shown.id = input.id + '-problem'
      shown.dataset.autosaveProblem = ''
      const mark = document.createElement('span')
      mark.className = 'govuk-visually-hidden'
      mark.textContent = form.dataset.error + ' '
      shown.append(mark, problem.text)
      const before = input.closest('.govuk-input__wrapper, .govuk-date-input') || input
      before.before(shown)
      group.classList.add('govuk-form-group--error')
      input.setAttribute('aria-invalid', 'true')
      const described = (input.getAttribute('aria-describedby') || '').split(' ')
      input.setAttribute(
        'aria-describedby', [...new Set([...described, shown.id])].join(' ').trim())
    }
  }

  function send () {
    return fetch(form.action, {
      method: 'POST',
      body: new FormData(form),
      headers: { Accept: 'application/json' },
      redirect: 'manual', // to the sign-in page: nothing was saved
    })
  }

  // Signing in again gives the browser a new token against forged requests, and this page its old.
  async function takeNewToken () {
    const response = await fetch(form.action, { redirect: 'manual' })
    if (!response.ok) return response
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const found = page.querySelector('#step-form [name=csrfmiddlewaretoken]')
    if (!found) return response
    document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(function (input) {
      input.value = found.value
    })
    return send()
  }

  function tryLater () {
    clearTimeout(timer)
    timer = setTimeout(begin, AGAIN)
  }

  async function save () {
    timer = null
    if (isStopped) return
    say(form.dataset.saving)
    isUnsaved = false // until the next key, or until it fails
    try {
      let response = await send()
      if (response.status === 403) response = await takeNewToken()
      if (response.type === 'opaqueredirect') {
        isUnsaved = true
        say(form.dataset.signedOut, true, { href: form.dataset.signInAt, text: form.dataset.signIn })
        tryLater()
        return
      }
      if (!(response.headers.get('Content-Type') || '').startsWith('application/json')) {
        isUnsaved = true
        say(form.dataset.broken, true)
        tryLater()
        return
      }
      const answer = await response.json()
      if (answer.seen !== undefined) form.elements.seen.value = answer.seen
      if (answer.rests_on !== undefined) form.elements.rests_on.value = answer.rests_on
      showProblems(answer.problems || [])
      if (answer.state !== 'saved') isUnsaved = true
      if (answer.state === 'conflict') isStopped = true
      say(answer.said, answer.state !== 'saved')
      return true
    } catch {
      isUnsaved = true
      say(form.dataset.failed, true)
      tryLater()
    }
  }

  // One save after another, so that none of them takes the other for somebody else's.
  function begin () {
    clearTimeout(timer)
    const mine = (running || Promise.resolve()).then(save).then(function (got) {
      if (running === mine) running = null
      return got
    })
    running = mine
    return mine
  }

  form.addEventListener('input', function () {
    isUnsaved = true
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(begin, PAUSE)
  })
  window.addEventListener('online', function () {
    if (isUnsaved) begin()
  })

  // The button saves in the background first: offline or signed out, the page and its text stay.
  form.addEventListener('submit', function (event) {
    clearTimeout(timer)
    if (isLeaving || isStopped) {
      isLeaving = true
      return
    }
    event.preventDefault()
    const submitter = event.submitter
    begin().then(function (got) {
      if (!got) return
      isLeaving = true
      // Not within this event: browsers leave out a submission that begins in another.
      setTimeout(() => form.requestSubmit(submitter))
    })
  })

  window.addEventListener('beforeunload', function (event) {
    if (isUnsaved && !isLeaving) event.preventDefault()
  })
  // Back from the next page: it is a page to write on again.
  window.addEventListener('pageshow', function () {
    isLeaving = false
  })
})()
