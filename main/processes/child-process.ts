import { fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { openChannel } from './channel.ts'
import type { Channel } from './channel.ts'
import { exitNotice } from './child-handle.ts'
import type { ChildHandle, ForkOptions } from './child-handle.ts'
import { describeExit } from './exit-reason.ts'

const tailLength = 4_000
const drainLimitMs = 500

/** Starts a plain Node process; `execPath` is the Node that runs it. */
export function forkChild(options: ForkOptions & { readonly execPath: string }): ChildHandle {
  const child = fork(options.program, [...options.args], {
    execPath: options.execPath,
    execArgv: [`--max-old-space-size=${options.heapLimitMb}`],
    env: { ...options.env },
    // Relative paths must have been resolved before: nothing is looked up beside a model.
    cwd: tmpdir(),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true
  })
  const end = openChannel({
    send: (message) => {
      // The callback takes the error of a process that is just ending; `exit` tells the reason.
      if (child.connected) child.send(message as object, undefined, undefined, () => undefined)
    },
    close: () => {
      if (child.connected) child.disconnect()
    }
  })
  const { onExit, announce } = exitNotice()
  let lastOutput = ''
  let wasAsked = false

  const takeOutput = (chunk: Buffer): void => {
    const text = chunk.toString('utf8')
    lastOutput = (lastOutput + text).slice(-tailLength)
    options.onOutput(text)
  }
  child.stdout?.on('data', takeOutput)
  child.stderr?.on('data', takeOutput)
  child.on('message', (message) => end.deliver(message))
  child.on('error', (error) => {
    announce({ kind: 'launch-failed', sentence: `could not be started (${error.message})` })
    end.closed(error.message)
  })
  // The output is read to its end first, so that an out-of-memory is seen. Not the event `close`: it
  // never comes when this side has disconnected.
  child.on('exit', (code, signal) => {
    void Promise.all([drained(child.stdout), drained(child.stderr)]).then(() => {
      const reason = describeExit({ code, signal, lastOutput, wasAsked })
      announce(reason)
      end.closed(reason.sentence)
    })
  })

  return {
    channel: end.channel,
    pid: child.pid ?? null,
    kill() {
      wasAsked = true
      child.kill('SIGKILL')
    },
    onExit
  }
}

/** Resolves when a stream has ended, or soon after: somebody else may hold its other end open. */
async function drained(stream: Readable | null): Promise<void> {
  if (stream === null || stream.closed) return
  await Promise.race([once(stream, 'close'), sleep(drainLimitMs, undefined, { ref: false })])
}

/** The child's side: the line to the process that forked this one; null when there is none. */
export function parentOfChild(): Channel | null {
  if (process.send === undefined) return null
  const end = openChannel({
    send: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    close: () => {
      if (process.connected) process.disconnect()
    }
  })
  process.on('message', (message) => end.deliver(message))
  process.on('disconnect', () => end.closed('the parent process is gone'))
  return end.channel
}
