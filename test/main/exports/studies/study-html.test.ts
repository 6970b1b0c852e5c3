import { describe, expect, it } from 'vitest'
import { studyHtml } from '../../../../main/exports/studies/report/study-html.ts'
import type { StudyExport } from '../../../../main/exports/studies/study-rows.ts'
import { studyVerdict } from '../../../../preload/analysis/studies/study-verdict.ts'
import { makeStudyRecord } from '../../../helpers/study-record.ts'
import { fullStudy, madeStudy } from './made-study.ts'

/** Elements that our own templates have; anything else came from the data. */
const ours = new Set(
  (
    'html head meta title style body main header div span time h1 h2 h3 p ul li section figure figcaption svg ' +
    'path text circle table caption thead tbody tr th td small b br code dl dt dd footer'
  ).split(' ')
)

const attributes = new Set(
  (
    'lang charset http-equiv content name class datetime aria-label aria-hidden role style viewbox d x y cx cy r ' +
    'text-anchor scope'
  ).split(' ')
)

interface Tag {
  readonly name: string
  readonly attributes: readonly string[]
}

/** Every tag as a browser would see it: attribute values are double-quoted throughout. */
function tagsOf(page: string): Tag[] {
  const withoutStyle = page.replace(/<style>[^<]*<\/style>/, '<style></style>')
  const found = withoutStyle.matchAll(
    /<([a-z!/][^\s>]*)((?:\s+[^\s="'>/]+(?:="[^"]*")?)*)\s*\/?>/gi
  )
  const tags = Array.from(found, ([, name = '', inside = '']) => ({
    name: name.replace('/', '').toLowerCase(),
    attributes: Array.from(inside.matchAll(/([^\s="/]+)(?:="[^"]*")?/g), ([, key = '']) =>
      key.toLowerCase()
    )
  }))
  // Nothing that begins a tag is left over.
  expect(tags).toHaveLength(withoutStyle.match(/</g)?.length ?? 0)
  return tags
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script src=//evil.example></script>',
  '</title><iframe srcdoc=x>',
  '&lt;script&gt;&#x3c;',
  'javascript:alert(1)',
  '\u202egnp.exe\u2066',
  'a\u0000b\u001b[31m',
  '${alert(1)} {{7*7}}',
  '<!-- x',
  ']]><svg onload=alert(1)>'
]

/** A study in which every text that a file may hold is one of these. */
function hostileStudy(text: string): StudyExport {
  const record = makeStudyRecord({ nCases: 6, nFailed: 1, nBadRows: 1, hasAblation: true })
  const mapping = record.dataset.mapping!
  const failures = record.failures.map((failure) => ({ ...failure, problem: text }))
  return madeStudy(
    {},
    {
      title: text,
      record: {
        ...record,
        dataset: {
          ...record.dataset,
          name: text,
          sha256: text,
          mapping: { ...mapping, prompt: text, group: text },
          badRows: [{ line: 1, problem: text }]
        },
        cases: record.cases.map((each, i) => ({
          ...each,
          caseId: `${text} ${i}`,
          group: i % 2 === 0 ? text : 'x',
          prompt: text + each.prompt
        })),
        sides: record.sides.map((side) => ({ ...side, name: text, fingerprint: text })),
        ablation: { ...record.ablation!, leftOut: failures },
        failures,
        versions: { shiftlens: text, [text]: text },
        device: text,
        notes: [text]
      }
    }
  )
}

describe('a report is text only', () => {
  it.each(hostile)('whatever a file holds: %j', (text) => {
    const page = studyHtml(hostileStudy(text))
    for (const tag of tagsOf(page)) {
      expect(tag.name === '!doctype' || ours.has(tag.name), tag.name).toBe(true)
      if (tag.name === '!doctype') continue
      for (const attribute of tag.attributes)
        expect(attributes.has(attribute), attribute).toBe(true)
    }
    // What steers or hides text is shown as what it is.
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/)
  })

  it('and the text is there to be read', () => {
    const page = studyHtml(hostileStudy('<b>"Tom" & \'Ann\'</b>'))
    const escaped = '&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;'
    expect(page).toContain(`<h1>${escaped}</h1>`)
    expect(page).toContain(`<title>${escaped}</title>`)
    expect(page.split(escaped).length).toBeGreaterThan(20)
  })

  it('loads nothing, runs nothing, and forbids both', () => {
    const page = studyHtml(fullStudy)
    expect(page).not.toMatch(/<script|\bon[a-z]+=|https?:|\burl\(|@import|src=|href=/i)
    expect(page).toMatch(
      /http-equiv="Content-Security-Policy"\s+content="default-src 'none'; style-src 'unsafe-inline'"/
    )
  })
})

const page = studyHtml(fullStudy)

it('says for every mode what came out, and names it in each table', () => {
  for (const { text } of studyVerdict(fullStudy.record, fullStudy.salience)) {
    expect(page).toContain(text.replaceAll("'", '&#39;'))
  }
  for (const name of ['own responses', 'same response', 'length-matched']) {
    for (const table of [
      'Base against tuned</b>, ',
      'Cases that change most</b>, ',
      'Sensitivity to L, b and p, '
    ]) {
      expect(page.replaceAll(/\s+/g, ' ')).toContain(`${table}${name}`)
    }
  }
})

it('says what was compared and how', () => {
  for (const fact of [
    '3f'.repeat(32),
    'a0'.repeat(32),
    'd5'.repeat(32),
    'prompt = <code>prompt</code>',
    'L = 10 levels, threshold b = 7, norm p = 4',
    'at most 300 tokens, without a chat template',
    'shiftlens 0.1.0',
    '2026-11-26T12:00:00.000Z on cpu, 1 min 35 s',
    '<dt>Note</dt>\n<dd>a note</dd>'
  ]) {
    expect(page).toContain(fact)
  }
})

it('warns of lengths that differ, failures and bad rows, and lists them', () => {
  for (const warning of ['Lengths differ.', '1 case failed.', '2 bad rows.']) {
    expect(page).toContain(`<b>${warning}</b>`)
  }
  expect(page).toContain('the prompt has 530 tokens and the model takes 512')
  expect(page).toContain('stands nowhere in the prompt')
  expect(page).not.toContain('Partial result')
})

it('is marked where the study is partial', () => {
  const partial = studyHtml(madeStudy({ nCases: 4, nDone: 6 }))
  expect(partial).toContain('<b>Partial result.</b>')
  expect(partial).toContain('<title>Partial: Twelve cases</title>')
})

it('draws a dot for every score, and a line for every pair', () => {
  const dots = (role: string) =>
    Array.from(
      page.matchAll(new RegExp(`<path class="dots (?:fine )?${role}" d="((?:M[^"]*)h0)"`, 'g'))
    )
      .map(([, path = '']) => path.split('h0').length - 1)
      .reduce((sum, count) => sum + count, 0)
  // Three modes; each case in its group's strip, in that of all, and in the slopes where both are done.
  const nPairs = 13
  expect(dots('tuned')).toBe(3 * (2 * nPairs + nPairs))
  expect(dots('base')).toBe(2 * (2 * 14 + nPairs) + (2 * nPairs + nPairs))
  const slopes = Array.from(page.matchAll(/class="slopes"[^>]* d="([^"]*)"/g), ([, d = '']) => d)
  expect(slopes.map((d) => d.split('L').length - 1)).toEqual([nPairs, nPairs, nPairs])
  expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
})

it.each([
  ['one model', madeStudy({ nCases: 4, roles: ['tuned'] })],
  ['recorded runs', madeStudy({ nCases: 6, source: 'recorded', modes: ['own', 'length-matched'] })],
  ['no case at all', madeStudy({ nCases: 0 }, { ratings: [] })],
  ['one case', madeStudy({ nCases: 1 })],
  [
    'no groups and no ratings',
    madeStudy({ nCases: 4, groups: [], rated: 'none' }, { ratings: [] })
  ],
  ['many groups', madeStudy({ nCases: 40, groups: Array.from({ length: 30 }, (_, i) => `g${i}`) })],
  ['nothing done yet', madeStudy({ nCases: 4, nDone: 0 })]
] as const)('has no number that is none with %s', (_, study) => {
  const text = studyHtml(study)
  expect(text).not.toMatch(/NaN|Infinity|undefined|\[object|null/)
  expect(tagsOf(text).length).toBeGreaterThan(50)
})

it('shows a single group once in every table', () => {
  const rows = (groups: readonly string[]) => {
    const study = madeStudy({ nCases: 8, groups, hasAblation: true, rated: 'all', modes: ['own'] })
    const heads = studyHtml(study).matchAll(
      /<t[hd](?: scope="row")? class="text">([^<]*)<\/t[hd]>/g
    )
    return Array.from(heads, ([, name = '']) => name)
  }
  const count = (names: readonly string[], name: string) =>
    names.filter((one) => one === name).length
  // Models, density and ablation of each, ratings and AUC of the one that is rated.
  expect(count(rows(['g1', 'g2']), 'All cases')).toBe(7)
  expect(count(rows(['g1']), 'All cases')).toBe(0)
  expect(count(rows(['g1']), 'g1')).toBe(count(rows(['g1', 'g2']), 'g1'))
})

it('tells identical models apart in nothing: p is 1, effects are 0', () => {
  const text = studyHtml(madeStudy({ nCases: 8, isSame: true, modes: ['own'] }))
  expect(text).toContain('<td class="number">1.000</td>')
  expect(text).not.toMatch(/NaN/)
  expect(text).toContain('0 of 8 cases rise')
})

it('says "n too small" where it is', () => {
  expect(studyHtml(madeStudy({ nCases: 2, modes: ['own'] }))).toContain('n too small')
})

it('keeps every tag closed that was opened', () => {
  const open: string[] = []
  const withoutStyle = page.replace(/<style>[^<]*<\/style>/, '')
  for (const [, slash, name = '', self] of withoutStyle.matchAll(
    /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g
  )) {
    if (self === '/' || name === 'meta' || name === 'br') continue
    if (slash === '') open.push(name)
    else expect(open.pop()).toBe(name)
  }
  expect(open).toEqual([])
})

it('names the response that an ablation is measured on, and counts a case that two models lack once', () => {
  const ablated = (modes: readonly ('own' | 'same')[]) => {
    const record = makeStudyRecord({ nCases: 4, modes, hasAblation: true })
    const leftOut = (['base', 'tuned'] as const).map((role) => ({
      ...{ case: 1, role, problem: '2 context words, 5 needed' }
    }))
    return studyHtml(
      madeStudy({}, { record: { ...record, ablation: { ...record.ablation!, leftOut } } })
    )
  }
  expect(ablated(['own', 'same'])).toContain('the effect on the response that both are given')
  expect(ablated(['own'])).toContain('the effect on each model’s own response')
  expect(ablated(['own'])).toContain('<b>1 case could not be ablated</b>')
})

it('draws no sensitivity where no effect can be estimated', () => {
  const text = studyHtml(madeStudy({ nCases: 1, modes: ['own'] }))
  expect(text).toContain('No effect can be estimated under any setting')
  expect(text).not.toContain('Effect by L, b and p')
})
