import { describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { chatTemplateText } from '../../../main/tokenizer/chat-template-text.ts'
import {
  isTemplateToken,
  renderChatTemplate,
  type TemplateMessage
} from '../../../main/tokenizer/chat-template.ts'
import { slicePoints } from '../../../main/tokenizer/code-points.ts'
import { buildSequence } from '../../../main/tokenizer/sequence.ts'
import { fixtureTokenizer } from '../../helpers/fixture-tokenizers.ts'

const chatMl =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] | trim + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"

function ask(
  template: string,
  content = 'user',
  limits = {}
): ReturnType<typeof renderChatTemplate> {
  const messages: readonly TemplateMessage[] = [{ role: 'user', content }]
  return renderChatTemplate(
    { template, messages, bosToken: '<s>', eosToken: '</s>', addsBos: true },
    limits
  )
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason
  )
  if (thrown instanceof AppError) return thrown
  throw new Error(`expected an AppError, found ${String(thrown)}`)
}

describe('renderChatTemplate', () => {
  it('writes the prompt and knows where the text of the user stands, even if it is a word of the template', async () => {
    const { text, userRange } = await ask(chatMl)
    expect(text).toBe('<|im_start|>user\nuser<|im_end|>\n<|im_start|>assistant\n')
    expect(userRange).toEqual([17, 21])
  })

  it('counts code points and drops the BOS that the tokenizer will add', async () => {
    const { text, userRange } = await ask("{{ bos_token }}😀 {{ messages[0]['content'] }}", 'é 😀.')
    expect(text).toBe('😀 é 😀.')
    expect(slicePoints(text, ...userRange)).toBe('é 😀.')
  })

  it('marks the tokens of the template', async () => {
    const { text, userRange } = await ask(chatMl, 'The dog')
    const tokenizer = fixtureTokenizer('gpt2')
    const sequence = buildSequence(tokenizer, text, 'yes', { isTemplated: true })
    const marks = isTemplateToken(sequence, userRange)
    const own = sequence.ids.slice(...sequence.promptPositions).filter((_, n) => !marks[n])
    expect(tokenizer.decode(own)).toBe('The dog')
    expect(marks.length).toBeGreaterThan(own.length)
  })

  it('does not depend on the day', async () => {
    const { text } = await ask(
      "{% if strftime_now is defined %}{{ strftime_now('%Y') }}{% else %}none{% endif %}{{ messages[0].content }}"
    )
    expect(text).toBe('noneuser')
  })

  it.each([
    ['checkpoint/malformed', '{% for %}', 'no template'],
    [
      'request/invalid',
      "{{ raise_exception('roles must alternate') }}",
      'refuses the messages: roles must alternate'
    ],
    ['checkpoint/unsupported', '{{ messages.missing.deeper() }}', 'fails'],
    ['request/invalid', '{{ messages[0].content | upper }}', 'does not stand unchanged'],
    [
      'checkpoint/unsupported',
      '{% for a in range(1000000) %}{% endfor %}',
      'range of 1000000 numbers'
    ]
  ])('gives %s for %s', async (code, template, message) => {
    const error = await refusalOf(ask(template))
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  it('refuses a template of more than a million characters before it runs', async () => {
    const error = await refusalOf(ask('x'.repeat(1_000_001)))
    expect(error.message).toContain('1000001 characters long')
  })

  it('kills a template that does not end', async () => {
    const loop = '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}'
    const start = performance.now()
    const error = await refusalOf(ask(loop, 'user', { timeoutMs: 500 }))
    expect(error.message).toContain('still running after 500 ms')
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('stops a template that writes too much, or needs too much memory', async () => {
    const line = 'x'.repeat(1000)
    const error = await refusalOf(ask(`{% for a in range(2000) %}${line}{% endfor %}`))
    expect(error.message).toMatch(/writes \d+ characters, expected at most 1000000/)
    const big =
      '{% set ns = namespace(l=[1]) %}{% for a in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}'
    expect((await refusalOf(ask(big))).message).toMatch(/stopped|still running|fails/)
  })

  it('sees no file and no global', async () => {
    const { text } = await ask(
      '{{ process is defined }}{{ require is defined }}{{ globalThis is defined }}{{ messages[0].content }}'
    )
    expect(text).toBe('falsefalsefalseuser')
    const error = await refusalOf(ask("{% include '/etc/passwd' %}"))
    expect(error).toBeInstanceOf(AppError)
    const escape = await refusalOf(
      ask("{{ messages.constructor.constructor('return process')() }}")
    )
    expect(escape.code).toBe('checkpoint/unsupported')
  })
})

describe('chatTemplateText', () => {
  it('prefers the file, then the text, then the one named default', () => {
    expect(chatTemplateText({ chat_template: 'a' }, 'b')).toBe('b')
    expect(chatTemplateText({ chat_template: 'a' })).toBe('a')
    const list = [
      { name: 'tool', template: 'x' },
      { name: 'default', template: 'y' }
    ]
    expect(chatTemplateText({ chat_template: list })).toBe('y')
    expect(chatTemplateText({ chat_template: 7 })).toBeUndefined()
    expect(chatTemplateText(null)).toBeUndefined()
  })
})
