import type { LibraryPage, LibraryQuery, ResultRow } from '../../preload/data.ts'
import { AppError } from '../errors.ts'
import type { ServiceHandle } from '../service/start-service.ts'

const shownLength = 12
const shortestPrefix = 4
const pageLength = 500

/** The first characters of a result's id: enough to name it. */
export function shortId(resultId: string): string {
  return resultId.slice(0, shownLength)
}

/** Every row that matches, page by page. */
export async function listAll(
  service: Pick<ServiceHandle, 'call'>,
  query: Omit<LibraryQuery, 'offset' | 'limit'>
): Promise<readonly ResultRow[]> {
  const rows: ResultRow[] = []
  for (;;) {
    const page: LibraryPage = await service.call('library/list', {
      ...query,
      offset: rows.length,
      limit: pageLength
    })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.nMatching) return rows
  }
}

/**
 * The whole id that a person means by its first characters.
 *
 * @throws AppError `request/invalid` when none or several results begin so
 */
export async function findResultId(
  service: Pick<ServiceHandle, 'call'>,
  words: string
): Promise<string> {
  const ids = (await listAll(service, { text: '', tag: null, sort: 'newest' })).map(
    ({ resultId }) => resultId
  )
  const matching =
    words.length < shortestPrefix
      ? ids.filter((id) => id === words)
      : ids.filter((id) => id.startsWith(words))
  const [only, another] = matching
  if (only !== undefined && another === undefined) return only
  throw new AppError(
    'request/invalid',
    only === undefined
      ? `result "${words}": not in the library`
      : `result "${words}": ${matching.length} begin so, expected one`,
    { hint: 'shiftlens library list shows the ids; the first characters are enough.' }
  )
}
