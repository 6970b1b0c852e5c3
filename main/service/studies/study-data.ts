import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'
import type { FileData } from '../../exports/atomic-write.ts'
import { studyCsv } from '../../exports/studies/study-csv.ts'
import { studyHtml } from '../../exports/studies/report/study-html.ts'
import { studyJsonParts } from '../../exports/studies/study-json.ts'
import { studyParquet } from '../../exports/studies/study-parquet.ts'
import type { Store } from '../store/store.ts'

/** A study as a file that other programs read; a row's tables are those of the asked L, b and p. */
export async function studyData(
  { results, ratings }: Pick<Store, 'results' | 'ratings'>,
  resultId: string,
  format: 'html' | 'csv' | 'json' | 'parquet',
  salience: SalienceSettings
): Promise<FileData> {
  const study = {
    title: results.open(resultId).row.title,
    record: results.study(resultId),
    ratings: ratings.list(resultId),
    salience
  }
  switch (format) {
    case 'html':
      return studyHtml(study)
    case 'csv':
      return studyCsv(study)
    case 'json':
      return studyJsonParts(study)
    case 'parquet':
      return studyParquet(study)
  }
}
