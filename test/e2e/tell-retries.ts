import { afterEach } from 'vitest'

/** Names every test that needed a second try: the report counts it as passed. */
afterEach(({ task }) => {
  if (task.result?.retryCount) console.warn(`tried again: ${task.name}`)
})
