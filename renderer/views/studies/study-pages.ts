import type { StudyPage } from '../../state/study-view.svelte.ts'
import { resultsPages } from './results/props.ts'

export const studyPages: readonly StudyPage[] = [...resultsPages, 'cases', 'about']

export const pageNames: Record<StudyPage, string> = {
  tables: 'Tables',
  distributions: 'Distributions',
  sensitivity: 'Sensitivity',
  ratings: 'Ratings and AUC',
  ablation: 'Ablation',
  cases: 'Cases',
  about: 'About'
}
