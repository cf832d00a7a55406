// A form with data-autosave is saved a moment after the last key, by the same address that its
// button sends it to. Without this file the button saves, and nothing else changes.
(function () {
  'use strict'

  const PAUSE = 2000 // milliseconds without a key

  const form = document.querySelector('form[data-autosave]')
  if (!form || !window.fetch) return
  const said = form.querySelector('[data-autosave-said]')
  const seen = form.elements.seen
  let timer = null
  let running = null // the promise of a save that is under way
  let isStopped = false // another window has saved: only a person may decide now

  function say (text) {
    if (said.textContent !== text) said.textContent = text
  }

  async function save () {
    timer = null
    if (isStopped) return
    say(form.dataset.saving)
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        body: new FormData(form),
        headers: { Accept: 'application/json' },
        redirect: 'error', // to the sign-in page: nothing was saved
      })
      const answer = await response.json()
      if (answer.state === 'saved') seen.value = answer.seen
      if (answer.state === 'conflict') isStopped = true
      say(answer.said)
    } catch {
      say(form.dataset.failed)
    }
  }

  // One save after another, so that none of them takes the other for somebody else's.
  function begin () {
    const mine = (running || Promise.resolve()).then(save).then(function () {
      if (running === mine) running = null
    })
    running = mine
  }

  form.addEventListener('input', function () {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(begin, PAUSE)
  })

  // The button waits for a save that is under way: the page must send the newest number.
  form.addEventListener('submit', function (event) {
    clearTimeout(timer)
    timer = null
    if (!running) return
    event.preventDefault()
    const submitter = event.submitter
    // Not within this event: browsers leave out a submission that begins in another.
    running.then(() => setTimeout(() => form.requestSubmit(submitter)))
  })
})()
