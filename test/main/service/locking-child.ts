/** Waits for a moment, takes the store, says so, holds it for a while: `home start-ms hold-ms [kill]`. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { acquireStore } from '../../../main/service/lock.ts'

const [home = '', start = '0', hold = '0', end] = process.argv.slice(2)
const say = (word: string) => appendFileSync(join(home, 'log'), `${word} ${process.pid}\n`)
const sleep = (untilMs: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, untilMs - Date.now()))

sleep(Number(start))
try {
  const lock = acquireStore(home, 'cli')
  say('taken')
  sleep(Date.now() + Number(hold))
  say('ending')
  if (end === 'kill') process.kill(process.pid, 'SIGKILL')
  lock.release()
} catch (thrown) {
  console.log(thrown instanceof Error ? thrown.message : String(thrown))
  process.exitCode = 7
}
