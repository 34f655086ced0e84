/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that move to another version of their form: each step, chains, rows, the tray. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/hs-form-kept.h"
#include "form/hs-form-move.h"
#include "version-test.h"

#define FIELD(name, schema)                                                                        \
  { "/schema/properties/" name, schema },                                                          \
  {                                                                                                \
    "/layout/elements/0/elements/-", "{'type':'Control','scope':'#/properties/" name "'}"          \
  }
#define TEXT(title) "{'type':'string','title':'" title "'}"
#define STEPS(steps)                                                                               \
  {                                                                                                \
    "/migrate", "[{'from':'1.0.0','to':'2.0.0','steps':[" steps "]}]"                              \
  }
/* so that fields can go */
#define NO_RULES                                                                                   \
  {                                                                                                \
    "/rules", "{}"                                                                                 \
  }
#define GONE(name, place)                                                                          \
  { "/schema/properties/" name, NULL },                                                            \
  {                                                                                                \
    "/layout/elements/0/elements/" place, NULL                                                     \
  }

typedef struct
{
  HsWorld *world;
  HsUnits *units;
} MoveTest;

static void
set_up (MoveTest *t)
{
  g_autoptr (GError) error = NULL;

  t->world = hs_test_world_new ();
  t->units = hs_units_load (t->world, &error);
  g_assert_no_error (error);
}

static void
tear_down (MoveTest *t)
{
  hs_units_unref (t->units);
  hs_test_world_free (t->world);
}

static JsonObject *
root_of (JsonNode *draft)
{
  return json_node_get_object (draft);
}

static char *
answers_of (JsonNode *draft)
{
  return hs_json_write (json_object_get_member (root_of (draft), "answers"));
}

/* "pointer=text reason, ..." of the tray. */
static char *
tray_of (JsonNode *draft)
{
  JsonArray *array = hs_json_array (root_of (draft), "notMoved");
  GString *line = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *kept = json_array_get_object_element (array, i);

      g_string_append_printf (
        line, "%s%s=%s %s", i > 0 ? ", " : "", hs_json_string (kept, "pointer", "?"),
        hs_json_string (kept, "text", "?"), hs_json_string (kept, "reason", "?"));
    }
  return g_string_free (line, FALSE);
}

/* "kind pointer, ..." */
static char *
items_of (HsFormMove *move)
{
  GListModel *items = hs_form_move_get_items (move);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (items, i);
      const char *pointer = hs_form_move_item_get_pointer (item);

      g_string_append_printf (line, "%s%s %s%s", i > 0 ? ", " : "",
                              hs_form_move_kind_get_name (hs_form_move_item_get_kind (item)),
                              *pointer != '\0' ? pointer : hs_form_move_item_get_old_pointer (item),
                              hs_form_move_item_needs_answer (item) ? "!" : "");
    }
  return g_string_free (line, FALSE);
}

static char *
quoted (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static HsFormMove *
move (MoveTest *t, HsFormPackage *from, JsonNode *draft, HsFormPackage *to)
{
  g_autoptr (GError) error = NULL;
  HsFormMove *result = hs_form_move_new (from, draft, to, t->world, t->units, &error);

  g_assert_no_error (error);
  return result;
}

/* A step each. */

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

  set_up (&t);
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
      moved = move (&t, old, answers, new);
      draft = hs_form_move_dup_draft (moved);
      got = answers_of (draft);
      tray = tray_of (draft);
      items = items_of (moved);
      g_assert_cmpstr (got, ==, wanted);
      g_assert_cmpstr (tray, ==, cases[i].tray);
      if (cases[i].items != NULL)
        g_assert_cmpstr (items, ==, cases[i].items);
    }
  tear_down (&t);
}

/* What it does to a draft as the form keeps it: ids of rows, unreadable text, origins, an earlier tray. */
static void
test_draft_members (void)
{
  static const VersionEdit edits[] = {
    NO_RULES,
    { "/schema/properties/people",
      "{'type':'array','title':'Người','items':{'type':'object',"
      "'additionalProperties':false,'properties':{'name':{'type':'string','title':'Tên'},"
      "'id':{'type':'string','title':'Số'}}}}" },
    { "/schema/properties/members", NULL },
    { "/layout/elements/1/elements/0/scope", "'#/properties/people'" },
    GONE ("age", "2"),
    FIELD ("years", "{'type':'integer','title':'Tuổi'}"),
    STEPS (
      "{'rename':{'from':'/members','to':'/people'}},{'rename':{'from':'/age','to':'/years'}}"),
  };
  MoveTest t;

  set_up (&t);
  {
    g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
    g_autoptr (HsFormPackage) new = version_test_package ("2.0.0", edits, G_N_ELEMENTS (edits));
    g_autoptr (JsonNode) draft = form_test_json (
      "{'format':'hoso-draft','answers':{'name':'An','members':[{'name':'A'},{'name':'B'}]},"
      "'typed':{'/age':'ba mươi'},'rows':{'/members':['r1','r2']},"
      "'origins':{'/name':{'kind':'profile','name':'An','at':5},"
      "'/members/1/name':{'kind':'card','name':'B','at':6}},"
      "'notMoved':[{'pointer':'/cu','label':'Cũ','text':'xưa','reason':'dropped'}]}");
    g_autoptr (HsFormMove) moved = move (&t, old, draft, new);
    g_autoptr (JsonNode) result = hs_form_move_dup_draft (moved);
    g_autoptr (JsonNode) typed = form_test_json ("{'/years':'ba mươi'}");
    g_autoptr (JsonNode) rows = form_test_json ("{'/people':['r1','r2']}");
    g_autoptr (JsonNode) origins =
      form_test_json ("{'/name':{'kind':'profile','name':'An','at':5},"
                      "'/people/1/name':{'kind':'card','name':'B','at':6}}");
    g_autofree char *tray = tray_of (result);
    JsonObject *package = hs_json_object (root_of (result), "package");

    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "typed"), typed));
    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "rows"), rows));
    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "origins"), origins));
    g_assert_cmpstr (tray, ==, "/cu=xưa dropped");
    g_assert_cmpstr (hs_json_string (package, "version", NULL), ==, "2.0.0");
    g_assert_cmpstr (hs_json_string (package, "sha256", NULL), ==,
                     hs_form_package_get_sha256 (new));
  }
  tear_down (&t);
}

/* 1.0 -> 1.1 -> 2.0, all in the newest package; a draft of any of them takes the rest of the way. */
static void
test_chain (void)
{
  static const VersionEdit edits[] = {
    NO_RULES,
    GONE ("age", "2"),
    FIELD ("years", "{'type':'integer','title':'Tuổi'}"),
    { "/migrate",
      "[{'from':'1.0.0','to':'1.1.0','steps':[{'rename':{'from':'/age','to':'/old'}}]},"
      "{'from':'1.1.0','to':'2.0.0','steps':[{'rename':{'from':'/old','to':'/years'}}]}]" },
  };
  static const VersionEdit middle[] = {
    NO_RULES,
    GONE ("age", "2"),
    FIELD ("old", "{'type':'integer','title':'Tuổi'}"),
  };
  MoveTest t;

  set_up (&t);
  {
    g_autoptr (HsFormPackage) first = version_test_package ("1.0.0", NULL, 0);
    g_autoptr (HsFormPackage) patched = version_test_package ("1.0.7", NULL, 0);
    g_autoptr (HsFormPackage) second =
      version_test_package ("1.1.0", middle, G_N_ELEMENTS (middle));
    g_autoptr (HsFormPackage) third = version_test_package ("2.0.0", edits, G_N_ELEMENTS (edits));
    const struct
    {
      HsFormPackage *from;
      const char *answers;
    } ways[] = { { first, "{'age':3}" }, { patched, "{'age':3}" }, { second, "{'old':3}" } };

    for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
      {
        g_autoptr (JsonNode) answers = form_test_json (ways[i].answers);
        g_autoptr (HsFormMove) moved = move (&t, ways[i].from, answers, third);
        g_autoptr (JsonNode) draft = hs_form_move_dup_draft (moved);
        g_autofree char *got = answers_of (draft);

        g_assert_cmpstr (got, ==, "{\"years\":3}");
      }
    g_assert_null (hs_form_package_find_unknown_source (third, first));
    {
      g_autofree char *unknown = hs_form_package_find_unknown_source (second, third);

      g_assert_null (unknown); /* it has no steps */
    }
  }
  tear_down (&t);
}

/* Moving twice is moving once; moving within a version changes nothing. */
static void
test_idempotent (void)
{
  MoveTest t;

  set_up (&t);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
      g_autoptr (HsFormPackage) new =
        version_test_package ("2.0.0", cases[i].edits, G_N_ELEMENTS (cases[i].edits));
      g_autoptr (JsonNode) answers = form_test_json (cases[i].answers);
      g_autoptr (HsFormMove) once = move (&t, old, answers, new);
      g_autoptr (HsFormMove) same = move (&t, old, answers, old);
      g_autoptr (JsonNode) draft = hs_form_move_dup_draft (once);
      g_autoptr (HsFormMove) twice = move (&t, new, draft, new);
      g_autoptr (JsonNode) again = hs_form_move_dup_draft (twice);
      g_autoptr (JsonNode) unmoved = hs_form_move_dup_draft (same);
      g_autofree char *a = hs_json_write (draft);
      g_autofree char *b = hs_json_write (again);
      g_autofree char *kept = tray_of (unmoved);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (a, ==, b);
      g_assert_cmpstr (kept, ==, "");
      g_assert_cmpuint (hs_form_move_count (same, HS_FORM_MOVE_SAME), ==,
                        g_list_model_get_n_items (hs_form_move_get_items (same)));
    }
  tear_down (&t);
}

static void
test_refusals (void)
{
  static const VersionEdit other[] = { { "/meta/id", "'khac'" } };
  MoveTest t;

  set_up (&t);
  {
    g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
    g_autoptr (HsFormPackage) new = version_test_package ("2.0.0", NULL, 0);
    g_autoptr (HsFormPackage) stranger = version_test_package ("2.0.0", other, 1);
    g_autoptr (JsonNode) good = form_test_json ("{'name':'An'}");
    g_autoptr (JsonNode) bad = form_test_json ("{'name':1}");
    g_autoptr (GError) error = NULL;

    g_assert_null (hs_form_move_new (old, good, stranger, t.world, t.units, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
    g_clear_error (&error);
    g_assert_null (hs_form_move_new (new, good, old, t.world, t.units, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
    g_clear_error (&error);
    g_assert_null (hs_form_move_new (old, bad, new, t.world, t.units, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS);
  }
  tear_down (&t);
}

/* The tray of a form: kept, told, dropped, put back; never sent. */
static void
count_cb (HsForm *form, const char *pointer, guint *n)
{
  *n += 1;
}

static void
test_tray (void)
{
  MoveTest t;
  guint n = 0;

  set_up (&t);
  {
    g_autoptr (HsFormPackage) package = version_test_package ("1.0.0", NULL, 0);
    g_autoptr (JsonNode) draft = form_test_json (
      "{'answers':{'name':'An'},'notMoved':[{'pointer':'/a','label':'A','text':'1',"
      "'note':'Vì thế.','reason':'dropped'},{'pointer':'/b','label':'B','text':'2'}]}");
    g_autoptr (JsonNode) bad =
      form_test_json ("{'answers':{'name':'B'},'notMoved':[{'label':'A'}]}");
    g_autoptr (JsonNode) worse = form_test_json ("{'answers':{'name':'B'},'notMoved':{}}");
    g_autoptr (HsForm) form = hs_form_new (package, t.world, t.units);
    g_autoptr (HsFormKept) first = NULL;
    g_autoptr (JsonNode) kept = NULL;
    g_autoptr (JsonNode) submission = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *tray = NULL;
    g_autofree char *sent = NULL;
    GListModel *list = hs_form_get_not_moved (form);

    g_assert_true (hs_form_load_draft (form, draft, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
    g_assert_false (hs_form_load_draft (form, bad, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS);
    g_clear_error (&error);
    g_assert_false (hs_form_load_draft (form, worse, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS);
    form_test_assert_value (form, "/name", "\"An\"");
    first = g_list_model_get_item (list, 0);
    g_assert_cmpstr (hs_form_kept_get_note (first), ==, "Vì thế.");
    submission = hs_form_dup_submission (form);
    sent = hs_json_write (submission);
    g_assert_cmpstr (sent, ==, "{\"name\":\"An\"}");

    g_signal_connect (form, "changed", G_CALLBACK (count_cb), &n);
    g_assert_true (hs_form_drop_not_moved (form, first));
    g_assert_cmpuint (n, ==, 1);
    g_assert_false (hs_form_drop_not_moved (form, first));
    hs_form_put_not_moved (form, first);
    hs_form_put_not_moved (form, first);
    g_assert_cmpuint (n, ==, 2);
    kept = hs_form_dup_draft (form);
    tray = tray_of (kept);
    g_assert_cmpstr (tray, ==, "/b=2 no-field, /a=1 dropped");
  }
  tear_down (&t);
}

/* The largest shipped form, complete: it moves to its own next version whole. */
static void
test_shipped (void)
{
  FormTest t;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) answers = form_test_complete_answers ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HsFormPackage) next = NULL;
  g_autoptr (HsFormMove) moved = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start;

  form_test_set_up (&t, "khai-sinh");
  root = json_node_init_object (json_node_alloc (), hs_form_package_get_root (t.package));
  {
    g_autofree char *text = hs_json_write (root);
    g_autoptr (JsonNode) copy = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, &error);

    hs_json_pointer_set (copy, "/meta/version",
                         json_node_init_string (json_node_alloc (), "9.0.0"));
    bytes = hs_json_write_bytes (copy);
  }
  next = hs_form_package_load_in (t.world, bytes, &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  moved = hs_form_move_new (t.package, answers, next, t.world, t.units, &error);
  g_assert_no_error (error);
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_assert_cmpuint (hs_form_move_count (moved, HS_FORM_MOVE_SAME), >, 20);
  g_assert_cmpuint (hs_form_move_count_to_answer (moved), ==, 0);
  g_clear_object (&moved);
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/move/steps", test_steps);
  g_test_add_func ("/form/move/draft-members", test_draft_members);
  g_test_add_func ("/form/move/chain", test_chain);
  g_test_add_func ("/form/move/idempotent", test_idempotent);
  g_test_add_func ("/form/move/refusals", test_refusals);
  g_test_add_func ("/form/move/tray", test_tray);
  g_test_add_func ("/form/move/shipped", test_shipped);
  return g_test_run ();
}
