import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../main/cli/run-cli.ts'
import { fakeTerminal } from '../../helpers/fake-terminal.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

async function run(...words: readonly string[]) {
  const terminal = fakeTerminal()
  const code = await runCli(words, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

const flags = {
  attribute:
    '--base --tuned --prompt --response --respond --tokens --instruction --target --foil --direction --memory --estimator --leave-one-out --chat-template --device --threads --title --json',
  generate: '--model --prompt --tokens --chat-template --device --threads --json',
  inspect: '--model --json',
  label: '--lists --json',
  sample: '--case --json',
  'library list': '--search --tag --sort --json',
  'library show': '<id>',
  'library export': '<id> <file> --format',
  'library import': '<file>',
  'study run':
    '--base --tuned --data --map --match --mode --same --cases --tokens --ablate --seed --chat-template --direction --memory --device --threads --title --json --html --csv --parquet --strict --yes',
  'study resume': '[job] --title --json --html --csv --parquet --strict',
  'study report': '<result> --json --html --csv --parquet',
  'study import': '--base --tuned --json --title --strict'
}

describe('help', () => {
  it.each(Object.entries(flags))('of %s names every word it takes', async (command, words) => {
    const { code, stdout, stderr } = await run(...command.split(' '), '--help')
    expect([code, stderr]).toEqual([0, ''])
    for (const word of words.split(' ')) expect(stdout).toContain(word)
  })

  it('of the program names the commands and the exit codes', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    for (const word of ['attribute', 'generate', 'inspect', 'library', 'sample', 'SHIFTLENS_HOME'])
      expect(stdout).toContain(word)
    for (const line of [/0 +success/, /1 +failure/, /2 +wrong use/, /3 +partial/])
      expect(stdout).toMatch(line)
  })

  it('names the values of each choice', async () => {
    const { stdout } = await run('attribute', '--help')
    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('probability, log-probability, logit, contrastive')
    expect(text).toContain('base, tuned, own, length-matched')
    expect(text).toContain('auto, cpu, webgpu, cuda, dml')
  })
})

const needed = ['--base', '/b', '--prompt', 'Say it.', '--json', '/j/out.json'] as const
const withPair = [...needed, '--tuned', '/t'] as const

describe('wrong use ends with 2, names what is wrong, and computes nothing', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no command', [], /Usage: shiftlens/],
    ['an unknown command', ['explain'], /unknown command 'explain'/],
    ['an unknown option', ['attribute', ...needed, '--fast'], /unknown option '--fast'/],
    ['a word too much', ['attribute', ...needed, 'more'], /too many arguments for 'attribute'/],
    ['no --json', ['attribute', '--base', '/b', '--prompt', 'x'], /--json <file>' not specified/],
    ['no --base', ['attribute', '--prompt', 'x', '--json', 'j'], /--base <folder>' not specified/],
    ['no --model', ['inspect'], /--model <folder>' not specified/],
    ['no value', ['attribute', ...needed, '--tuned'], /--tuned <folder>' argument missing/],
    ['no id', ['library', 'show'], /missing required argument 'id'/],
    [
      'an unknown target',
      ['attribute', ...needed, '--target', 'loss'],
      /--target: found "loss", expected one of probability, log-probability, logit, contrastive/
    ],
    [
      'an unknown responder',
      ['attribute', ...needed, '--respond', 'both'],
      /--respond: found "both", expected one of base, tuned, own, length-matched/
    ],
    ['an unknown way', ['attribute', ...needed, '--direction', 'up'], /--direction: found "up"/],
    ['an unknown memory', ['attribute', ...needed, '--memory', 'disk'], /--memory: found "disk"/],
    ['an unknown estimator', ['attribute', ...needed, '--estimator', 'ig'], /--estimator: found/],
    ['an unknown device', ['attribute', ...needed, '--device', 'tpu'], /--device: found "tpu"/],
    ['no whole number', ['attribute', ...needed, '--tokens', '1.5'], /--tokens: found "1.5"/],
    ['no tokens at all', ['attribute', ...needed, '--tokens', '0'], /whole number from 1 to/],
    ['negative threads', ['attribute', ...needed, '--threads', '-1'], /--threads: found "-1"/],
    [
      'a number in hex',
      ['generate', '--model', '/m', '--prompt', 'x', '--json', 'j', '--tokens', '0x9'],
      /--tokens/
    ],
    [
      'two responses',
      ['attribute', ...withPair, '--response', 'a', '--respond', 'own'],
      /--response and --respond: found both/
    ],
    ['a tuned one missing', ['attribute', ...needed, '--respond', 'tuned'], /needs --tuned/],
    ['one length only', ['attribute', ...needed, '--respond', 'length-matched'], /needs --tuned/],
    ['a foil for nothing', ['attribute', ...needed, '--foil', 'x'], /--foil: needs --target contr/],
    [
      'leave-one-out beside itself',
      ['attribute', ...needed, '--estimator', 'leave-one-out', '--leave-one-out'],
      /--leave-one-out: runs beside the gradient/
    ],
    [
      'an unknown format',
      ['library', 'export', 'abcd', '/j', '--format', 'xml'],
      /--format: found/
    ],
    ['an unknown order', ['library', 'list', '--sort', 'size'], /--sort: found "size"/],
    ['a study of no data', ['study', 'run', '--base', '/b'], /--data <file>' not specified/],
    ['a study of nothing', ['study', 'import'], /study import: found no run/],
    [
      'a column for nothing',
      ['study', 'run', '--base', '/b', '--data', '/d', '--map', 'text=a'],
      /--map: found "text=a", expected one of id, prompt/
    ],
    ['an unknown case', ['sample', '--case', 'sample-999'], /--case: found "sample-999"/]
  ])('%s', async (_, words, message) => {
    const { code, stdout, stderr } = await run(...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
  })

  it('makes what is hidden in a wrong word visible', async () => {
    const { stderr } = await run('attribute', ...needed, '--target', '\u202e\u001b[31mred')
    expect(stderr).not.toMatch(/[\u001b\u202e]/)
    expect(stderr).toContain('red')
  })
})

describe('bad input ends with 1', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    [
      'an instruction that is not in the prompt',
      ['attribute', ...needed, '--instruction', 'Sing it.'],
      /instruction "Sing it\.": not found in the prompt.*\n {2}Copy the instruction/
    ],
    ['an empty instruction', ['attribute', ...needed, '--instruction', ' '], /instruction: empty/],
    ['a folder that is not there', ['inspect', '--model', '/no/such/folder'], /no\/such\/folder/]
  ])('%s', async (_, words, message) => {
    const { code, stdout, stderr } = await run(...words)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect(stdout).toBe('')
  })

  it.each(['attribute', 'generate', 'library list', 'library export', 'inspect'])(
    '%s notices a file that cannot be written before anything else',
    async (command) => {
      const file = join(temporaryFolder(), 'missing', 'out.json')
      const words = {
        attribute: ['--base', '/no/such', '--prompt', 'x', '--json', file],
        generate: ['--model', '/no/such', '--prompt', 'x', '--json', file],
        'library list': ['--json', file],
        'library export': ['abcdef', file],
        inspect: ['--model', '/no/such', '--json', file]
      }[command]!
      const { code, stderr } = await run(...command.split(' '), ...words)
      expect(code).toBe(1)
      expect(stderr).toContain(`${file}: its folder does not exist`)
      expect(existsSync(file)).toBe(false)
    }
  )
})
