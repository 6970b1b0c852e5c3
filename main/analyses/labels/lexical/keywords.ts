/** Words of everyday English that programs use too: they count beside unmistakable code only. */
const keywords = new Set(
  (
    'if else elif while for do switch case default break continue return yield await async import from export require include ' +
    'try catch except finally raise throw throws assert pass with as in is not and or del global nonlocal lambda def class self ' +
    'this super new delete public private protected static final abstract virtual override interface extends implements ' +
    'instanceof typeof void int float double char string boolean bool byte long short unsigned signed const let var function ' +
    'true false null none nil undefined struct enum union template namespace using package module object array list dict tuple ' +
    'set map print input open close read write append extend insert remove pop sort filter reduce range format split join ' +
    'replace length size index key value item type name method property variable parameter argument loop main args debug error ' +
    'warning log test build run start stop init create update save load get post put patch head request response server client ' +
    'host port query select where order group having limit table column row primary foreign view trigger cursor commit ' +
    'rollback merge branch clone push pull fetch checkout stash tag fork token session cookie cache buffer stream queue ' +
    'stack heap thread process socket path file directory node root child parent element style script body header footer ' +
    'button form label option div span image link meta title margin padding border color width height display position'
  ).split(' ')
)

export function isKeyword(lower: string): boolean {
  return keywords.has(lower)
}
