/** The actions that menu items send as `menu/action`: names of actions that the window registers. */
export const menuActions = [
  'open',
  'pair/open-base',
  'pair/open-tuned',
  'pair/open-sample',
  'run',
  'job/pause',
  'job/cancel',
  'library/search',
  'library/import',
  'library/export',
  'palette',
  'settings',
  'keys',
  'tour/start',
  'sidebar/toggle',
  'view/attribution',
  'view/concepts',
  'view/heads',
  'view/studies',
  'view/library'
] as const

export type MenuAction = (typeof menuActions)[number]
