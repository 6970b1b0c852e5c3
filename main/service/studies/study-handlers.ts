import { writeAtomically } from '../../exports/atomic-write.ts'
import type { Desk } from '../desk.ts'
import type { HandlersOf } from '../handlers-of.ts'
import { recordOfJob } from '../layers/result-of-job.ts'
import { requireStudy } from '../store/records/require-study.ts'
import { caseDetail } from './case-detail.ts'
import { caseSource, type CasePlaces } from './case-source.ts'
import { studyData } from './study-data.ts'

interface StudyParts extends CasePlaces {
  readonly desk: Desk
  readonly changed: (resultId: string) => void
}

/** What the service answers about studies. */
export function studyHandlers({
  desk,
  changed,
  ...places
}: StudyParts): HandlersOf<
  | 'study/preview'
  | 'study/plan'
  | 'study/start'
  | 'study/unfinished'
  | 'study/import'
  | 'study/result'
  | 'study/case'
  | 'study/ratings'
  | 'study/rate'
  | 'study/report'
> {
  const { queue, store } = places
  return {
    'study/preview': (request) => desk.ask('study/preview', request),
    'study/plan': (request) => desk.ask('study/plan', request),
    'study/start': (request) => queue.start({ kind: 'study', request }),
    'study/unfinished': (request) => queue.unfinished({ kind: 'study', request }),
    'study/import': (request) => queue.start({ kind: 'study-import', request }),
    'study/result': ({ jobId }) => requireStudy(recordOfJob(queue.get(jobId)), 'the result'),
    async 'study/case'({ source, case: index, mode }) {
      const found = await caseSource(source, places)
      return found === null ? null : caseDetail(found, index, mode)
    },
    'study/ratings': ({ resultId }) => store.reading().ratings.list(resultId),
    'study/rate'({ resultId, ...rating }) {
      store.writing().ratings.add(resultId, rating)
      changed(resultId)
      return null
    },
    async 'study/report'({ resultId, format, salience, path }) {
      await writeAtomically(path, studyData(store.reading(), resultId, format, salience))
      return null
    }
  }
}
