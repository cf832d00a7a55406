// A button with data-copy="id" copies the text of the element with that id. Without it the text can be
// selected. No module, because a page that was opened from a disk may load none.
(function () {
  'use strict'

  function show () {
    if (!navigator.clipboard) return
    for (const button of document.querySelectorAll('button[data-copy][hidden]')) {
      button.hidden = false
      button.addEventListener('click', async function () {
        const source = document.getElementById(button.dataset.copy)
        const said = document.getElementById(`${button.dataset.copy}-said`)
        try {
          await navigator.clipboard.writeText(source.value ?? source.textContent)
          said.textContent = button.dataset.copied
        } catch {
          source.select?.()
          said.textContent = button.dataset.copyFailed
        }
      })
    }
  }

  show()
  // Parts that htmx has put into the page.
  document.body.addEventListener('htmx:afterSettle', show)
})()
