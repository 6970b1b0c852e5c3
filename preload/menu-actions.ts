/** The actions that menu items send as `menu/action`; the window runs the action of that name. */
export const menuActions = [
  'pair/open-base',
  'pair/open-tuned',
  'result/import',
  'result/export',
  'picture/save',
  'app/settings',
  'app/palette',
  'app/keys',
  'app/tour',
  'app/diagnostics',
  'view/attribution',
  'view/library',
  'view/side-bar',
  'library/search',
  'attribution/run'
] as const

export type MenuAction = (typeof menuActions)[number]
