/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each step that a draft can take to another version of its form. */
#define G_LOG_DOMAIN "hoso"

#include "move-test.h"

static char *
quoted (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

typedef struct
{
  const char *name;
  VersionEdit edits[8];
  const char *answers;
  const char *moved;
  const char *tray;
  const char *items;
} Case;

static const Case cases[] = {
  { "nothing changes",
    { { NULL } },
    "{'name':'An','sex':'nam','age':3}",
    "{'age':3,'name':'An','sex':'nam'}",
    "",
    "same /name, same /sex, same /age" },
  { "another label",
    { { "/schema/properties/name/title", "'Họ và tên'" } },
    "{'name':'An'}",
    "{'name':'An'}",
    "",
    "renamed /name" },
  { "rename",
    { NO_RULES, GONE ("age", "2"), FIELD ("years", "{'type':'integer','title':'Số tuổi'}"),
      STEPS ("{'rename':{'from':'/age','to':'/years'}}") },
    "{'name':'An','age':3}",
    "{'name':'An','years':3}",
    "",
    "same /name, renamed /years" },
  { "a field that goes",
    { NO_RULES, GONE ("age", "2") },
    "{'name':'An','age':3}",
    "{'name':'An'}",
    "/age=3 no-field",
    "same /name, not-moved /age!" },
  { "move into a block",
    { NO_RULES,
      GONE ("age", "2"),
      { "/schema/properties/block/properties/years", "{'type':'integer','title':'Tuổi'}" },
      { "/layout/elements/0/elements/-",
        "{'type':'Control','scope':'#/properties/block/properties/years'}" },
      STEPS ("{'move':{'from':'/age','to':'/block/years'}}") },
    "{'age':3,'block':{'street':'Lê Lợi'}}",
    "{'block':{'street':'Lê Lợi','years':3}}",
    "",
    "same /block/street, renamed /block/years" },
  { "split, the rest with the last",
    { FIELD ("first", TEXT ("Họ")), FIELD ("last", TEXT ("Tên")),
      STEPS ("{'split':{'from':'/name','to':['/first','/last'],'at':' '}}") },
    "{'name':'Nguyễn Văn An'}",
    "{'first':'Nguyễn','last':'Văn An'}",
    "",
    "new /name!, changed /first!, changed /last!" },
  { "split, the rest with the first",
    { FIELD ("first", TEXT ("Họ đệm")), FIELD ("last", TEXT ("Tên")),
      STEPS ("{'split':{'from':'/name','to':['/first','/last'],'at':' ','rest':'first'}}") },
    "{'name':'Nguyễn Văn An'}",
    "{'first':'Nguyễn Văn','last':'An'}",
    "",
    NULL },
  { "split, one part only",
    { FIELD ("first", TEXT ("Họ đệm")), FIELD ("last", TEXT ("Tên")),
      STEPS ("{'split':{'from':'/name','to':['/first','/last'],'at':' ','rest':'first'}}") },
    "{'name':'An'}",
    "{'last':'An'}",
    "",
    NULL },
  { "split a date into numbers",
    { { "/schema/properties/block/properties/born", NULL },
      { "/layout/elements/0/elements/4", NULL },
      FIELD ("day", "{'type':'integer','title':'Ngày'}"),
      FIELD ("rest", TEXT ("Tháng và năm")),
      STEPS ("{'split':{'from':'/block/born','to':['/day','/rest'],'at':'/'}}") },
    "{'block':{'born':'1990-02-01'}}",
    "{'day':1,'rest':'02/1990'}",
    "",
    NULL },
  { "split by rules, all of it",
    { FIELD ("first", TEXT ("Họ")), FIELD ("last", TEXT ("Tên")),
      STEPS ("{'split':{'from':'/name','to':['/first','/last'],'at':"
             "[{'word':[{'var':'value'},0]},{'word':[{'var':'value'},1]}]}}") },
    "{'name':'Nguyễn An'}",
    "{'first':'Nguyễn','last':'An'}",
    "",
    NULL },
  { "split by rules, a part is kept",
    { FIELD ("first", TEXT ("Họ")), FIELD ("last", TEXT ("Tên")),
      STEPS ("{'split':{'from':'/name','to':['/first','/last'],'at':"
             "[{'word':[{'var':'value'},0]},{'word':[{'var':'value'},1]}]}}") },
    "{'name':'Nguyễn Văn An'}",
    "{'first':'Nguyễn','last':'Văn'}",
    "/name=Nguyễn Văn An part",
    NULL },
  { "join",
    { NO_RULES, GONE ("age", "2"),
      STEPS ("{'join':{'from':['/name','/age'],'to':'/block/street','with':', '}}") },
    "{'name':'An','age':3}",
    "{'block':{'street':'An, 3'}}",
    "",
    "new /name!, changed /block/street!" },
  { "join with one part missing",
    { STEPS ("{'join':{'from':['/name','/block/street'],'to':'/block/street'}}") },
    "{'name':'An'}",
    "{'block':{'street':'An'}}",
    "",
    NULL },
  { "join uses the words of a code",
    { STEPS ("{'join':{'from':['/name','/sex'],'to':'/name'}}") },
    "{'name':'An','sex':'nu'}",
    "{'name':'An Nữ'}",
    "",
    NULL },
  { "map",
    { { "/codeLists/sex", "[{'code':'m','label':'Trai'},{'code':'f','label':'Gái'}]" },
      NO_RULES,
      STEPS ("{'map':{'at':'/sex','values':{'nam':'m','nu':'f'}}}") },
    "{'sex':'nu'}",
    "{'sex':'f'}",
    "",
    "changed /sex!" },
  { "map to nothing",
    { { "/codeLists/sex", "[{'code':'m','label':'Trai'}]" },
      NO_RULES,
      STEPS ("{'map':{'at':'/sex','values':{'nam':'m','nu':null}}}") },
    "{'sex':'nu'}",
    "{}",
    "/sex=Nữ code",
    "not-moved /sex!" },
  { "map, otherwise",
    { { "/codeLists/sex", "[{'code':'m','label':'Trai'},{'code':'x','label':'Khác'}]" },
      NO_RULES,
      STEPS ("{'map':{'at':'/sex','values':{'nam':'m'},'otherwise':'x'}}") },
    "{'sex':'nu'}",
    "{'sex':'x'}",
    "/sex=Nữ code",
    "changed /sex!, not-moved /sex!" },
  { "map of several",
    { { "/codeLists/likes", "[{'code':'b','label':'Bơi'},{'code':'z','label':'Ăn uống'}]" },
      STEPS ("{'map':{'at':'/likes','values':{'a':'z'}}}") },
    "{'likes':['a','b']}",
    "{'likes':['z','b']}",
    "",
    "changed /likes!" },
  { "of several choices one is gone",
    { { "/codeLists/likes/0", NULL } },
    "{'likes':['a','b']}",
    "{'likes':['b']}",
    "/likes=Ăn, Bơi code",
    "changed /likes!, not-moved /likes!" },
  { "map a number",
    { NO_RULES, STEPS ("{'map':{'at':'/age','values':{'3':4}}}") },
    "{'age':3}",
    "{'age':4}",
    "",
    "changed /age!" },
  { "default",
    { NO_RULES, STEPS ("{'default':{'at':'/age','value':18}}") },
    "{'name':'An'}",
    "{'age':18,'name':'An'}",
    "",
    "same /name, new /age" },
  { "default leaves an answer alone",
    { NO_RULES, STEPS ("{'default':{'at':'/age','value':18}}") },
    "{'age':3}",
    "{'age':3}",
    "",
    "same /age" },
  { "drop",
    { STEPS ("{'drop':{'at':'/block/street','why':'Không còn hỏi.'}}") },
    "{'name':'An','block':{'street':'Lê Lợi'}}",
    "{'name':'An'}",
    "/block/street=Lê Lợi dropped",
    "same /name, new /block/street, not-moved /block/street!" },
  { "drop a block",
    { STEPS ("{'drop':{'at':'/block','why':'Không còn hỏi.'}}") },
    "{'block':{'street':'Lê Lợi','born':'1990-02-01'}}",
    "{}",
    "/block/born=01/02/1990 dropped, /block/street=Lê Lợi dropped",
    NULL },
  { "a code that is gone",
    { { "/codeLists/sex/1", NULL } },
    "{'sex':'nu'}",
    "{}",
    "/sex=Nữ code",
    "not-moved /sex!" },
  { "a code under another name, by its words",
    { { "/codeLists/sex/1/code", "'female'" } },
    "{'sex':'nu'}",
    "{'sex':'female'}",
    "",
    "changed /sex!" },
  { "a number becomes a text",
    { NO_RULES, { "/schema/properties/age", TEXT ("Tuổi") } },
    "{'age':3}",
    "{'age':'3'}",
    "",
    "changed /age!" },
  { "a date becomes a text",
    { { "/schema/properties/block/properties/born", TEXT ("Ngày sinh") } },
    "{'block':{'born':'1990-02-01'}}",
    "{'block':{'born':'01/02/1990'}}",
    "",
    NULL },
  { "a choice becomes a text",
    { NO_RULES, { "/schema/properties/sex", TEXT ("Giới tính") } },
    "{'sex':'nu'}",
    "{'sex':'Nữ'}",
    "",
    "changed /sex!" },
  { "a text becomes a number",
    { { "/schema/properties/name", "{'type':'integer','title':'Họ tên'}" } },
    "{'name':'12'}",
    "{'name':12}",
    "",
    "changed /name!" },
  { "a text is no number",
    { { "/schema/properties/name", "{'type':'integer','title':'Họ tên'}" } },
    "{'name':'An'}",
    "{}",
    "/name=An kind",
    "not-moved /name!" },
  { "too long stays",
    { { "/schema/properties/name/maxLength", "3" } },
    "{'name':'Nguyễn An'}",
    "{'name':'Nguyễn An'}",
    "",
    "changed /name!" },
  { "what moves in puts out what was there",
    { STEPS ("{'move':{'from':'/block/street','to':'/name'}}") },
    "{'name':'An','block':{'street':'Lê Lợi'}}",
    "{'name':'Lê Lợi'}",
    "/name=An occupied",
    NULL },
  { "in each row",
    { { "/schema/properties/members/items/properties/full", TEXT ("Họ tên") },
      { "/schema/properties/members/items/properties/name", NULL },
      { "/layout/elements/1/elements/0/options/detail/elements/0/scope", "'#/properties/full'" },
      STEPS ("{'rename':{'from':'/members/*/name','to':'/members/*/full'}}") },
    "{'members':[{'name':'A','id':'1'},{'id':'2'},{'name':'C'}]}",
    "{'members':[{'full':'A','id':'1'},{'id':'2'},{'full':'C'}]}",
    "",
    "renamed /members/0/full, same /members/0/id, same /members/1/id, renamed /members/2/full" },
  { "all rows",
    { { "/schema/properties/people",
        "{'type':'array','title':'Người','items':{'type':'object',"
        "'additionalProperties':false,'properties':{'name':{'type':'string','title':'Tên'},"
        "'id':{'type':'string','title':'Số'}}}}" },
      { "/schema/properties/members", NULL },
      { "/layout/elements/1/elements/0/scope", "'#/properties/people'" },
      STEPS ("{'rename':{'from':'/members','to':'/people'}},"
             "{'default':{'at':'/people/*/id','value':'0'}}") },
    "{'members':[{'name':'A','id':'1'},{'name':'B'}]}",
    "{'people':[{'id':'1','name':'A'},{'id':'0','name':'B'}]}",
    "",
    NULL },
  { "rows that go",
    { { "/schema/properties/members", TEXT ("Thành viên") },
      { "/layout/elements/1/elements/0", "{'type':'Control','scope':'#/properties/members'}" } },
    "{'members':[{'name':'A','id':'1'},{'name':'B'}]}",
    "{}",
    "/members/0/id=1 kind, /members/0/name=A kind, /members/1/name=B kind",
    NULL },
  { "a new question starts as it says",
    { FIELD ("country", "{'type':'string','title':'Nước','default':'VN'}") },
    "{'name':'An'}",
    "{'country':'VN','name':'An'}",
    "",
    "same /name, new /country" },
  { "a new question that must be answered",
    { FIELD ("country", TEXT ("Nước")), { "/schema/required/-", "'country'" } },
    "{'name':'An'}",
    "{'name':'An'}",
    "",
    "same /name, new /country!" },
};

static void
test_steps (void)
{
  MoveTest t;

  move_test_set_up (&t);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
      g_autoptr (HsFormPackage) new =
        version_test_package ("2.0.0", cases[i].edits, G_N_ELEMENTS (cases[i].edits));
      g_autoptr (JsonNode) answers = form_test_json (cases[i].answers);
      g_autoptr (HsFormMove) moved = NULL;
      g_autoptr (JsonNode) draft = NULL;
      g_autofree char *wanted = quoted (cases[i].moved);
      g_autofree char *got = NULL;
      g_autofree char *tray = NULL;
      g_autofree char *items = NULL;

      g_test_message ("%s", cases[i].name);
      moved = move_test_run (&t, old, answers, new);
      draft = hs_form_move_dup_draft (moved);
      got = move_test_answers_of (draft);
      tray = move_test_tray_of (draft);
      items = move_test_items_of (moved);
      g_assert_cmpstr (got, ==, wanted);
      g_assert_cmpstr (tray, ==, cases[i].tray);
      if (cases[i].items != NULL)
        g_assert_cmpstr (items, ==, cases[i].items);
    }
  move_test_tear_down (&t);
}

/* Moving twice is moving once; moving within a version changes nothing. */
static void
test_idempotent (void)
{
  MoveTest t;

  move_test_set_up (&t);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
      g_autoptr (HsFormPackage) new =
        version_test_package ("2.0.0", cases[i].edits, G_N_ELEMENTS (cases[i].edits));
      g_autoptr (JsonNode) answers = form_test_json (cases[i].answers);
      g_autoptr (HsFormMove) once = move_test_run (&t, old, answers, new);
      g_autoptr (HsFormMove) same = move_test_run (&t, old, answers, old);
      g_autoptr (JsonNode) draft = hs_form_move_dup_draft (once);
      g_autoptr (HsFormMove) twice = move_test_run (&t, new, draft, new);
      g_autoptr (JsonNode) again = hs_form_move_dup_draft (twice);
      g_autoptr (JsonNode) unmoved = hs_form_move_dup_draft (same);
      g_autofree char *a = hs_json_write (draft);
      g_autofree char *b = hs_json_write (again);
      g_autofree char *kept = move_test_tray_of (unmoved);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (a, ==, b);
      g_assert_cmpstr (kept, ==, "");
      g_assert_cmpuint (hs_form_move_count (same, HS_FORM_MOVE_SAME), ==,
                        g_list_model_get_n_items (hs_form_move_get_items (same)));
    }
  move_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/move/steps", test_steps);
  g_test_add_func ("/form/move/idempotent", test_idempotent);
  return g_test_run ();
}
