import type { StudyExport } from './study-rows.ts'

export function studyHtml({ title }: StudyExport): string {
  return title
}
