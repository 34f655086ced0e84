/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the draft, the steps and the new version: every answer is found in what it becomes or in the tray. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/version/hs-form-move.h"
#include "version-test.h"

#define TEXT(title) "{'type':'string','title':'" title "'}"
/* so that fields can be of another kind */
#define NO_RULES                                                                                   \
  {                                                                                                \
    "/rules", "{}"                                                                                 \
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

static HsFormMove *
move (MoveTest *t, HsFormPackage *from, JsonNode *draft, HsFormPackage *to)
{
  g_autoptr (GError) error = NULL;
  HsFormMove *result = hs_form_move_new (from, draft, to, t->world, t->units, &error);

  g_assert_no_error (error);
  return result;
}

/* Nothing is lost: random drafts, random steps. */

static const char *const pointers[] = { "/name",         "/sex",        "/age",
                                        "/block/street", "/block/born", "/likes" };

static char *
random_step (GRand *rand)
{
  const char *a = pointers[g_rand_int_range (rand, 0, 6)];
  const char *b = pointers[g_rand_int_range (rand, 0, 6)];
  const char *c = pointers[g_rand_int_range (rand, 0, 6)];
  const gboolean in_row = g_rand_boolean (rand);

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:
      return in_row ? g_strdup ("{'rename':{'from':'/members/*/name','to':'/members/*/id'}}")
             : g_str_equal (a, b) ? NULL
                                  : g_strdup_printf ("{'move':{'from':'%s','to':'%s'}}", a, b);
    case 1:
      return g_str_equal (b, c)
               ? NULL
               : g_strdup_printf ("{'split':{'from':'%s','to':['%s','%s'],'at':'%s'%s}}", a, b, c,
                                  in_row ? " " : ", ", in_row ? ",'rest':'first'" : "");
    case 2:
      return g_str_equal (a, b)
               ? NULL
               : g_strdup_printf ("{'join':{'from':['%s','%s'],'to':'%s'}}", a, b, c);
    case 3:
      return g_strdup ("{'map':{'at':'/sex','values':{'nam':null}}}");
    case 4:
      return g_strdup_printf ("{'default':{'at':'%s','value':'nam'}}", a);
    case 5:
      return g_strdup_printf ("{'drop':{'at':'%s','why':'Thôi.'}}", in_row ? "/members/*/name" : a);
    default:
      return g_strdup_printf (
        "{'split':{'from':'%s','to':['%s','%s'],'at':[{'word':[{'var':'value'},"
        "0]},{'word':[{'var':'value'},1]}]}}",
        a, "/name", "/block/street");
    }
}

static char *
random_steps (GRand *rand)
{
  GString *steps = g_string_new ("[{'from':'1.0.0','to':'2.0.0','steps':[");
  guint n = g_rand_int_range (rand, 0, 5), written = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *step = random_step (rand);

      if (step != NULL)
        g_string_append_printf (steps, "%s%s", written++ > 0 ? "," : "", step);
    }
  g_string_append (steps, "]}]");
  return g_string_free (steps, FALSE);
}

/* A word nobody else has. */
static char *
word (GRand *rand, guint *n)
{
  return g_strdup_printf ("w%uz%s", ++*n, g_rand_boolean (rand) ? " x" : "");
}

static char *
random_draft (GRand *rand)
{
  g_autoptr (GString) answers = g_string_new (NULL);
  g_autoptr (GString) typed = g_string_new (NULL);
  guint n = 0, rows = g_rand_int_range (rand, 0, 4);
  g_autofree char *name = word (rand, &n);
  g_autofree char *street = word (rand, &n);

  g_string_append_printf (answers, "'name':'%s'", name);
  if (g_rand_boolean (rand))
    g_string_append_printf (answers, ",'sex':'%s'", g_rand_boolean (rand) ? "nam" : "nu");
  if (g_rand_boolean (rand))
    g_string_append_printf (answers, ",'age':%d", 1000 + g_rand_int_range (rand, 0, 1000));
  else if (g_rand_boolean (rand))
    g_string_append_printf (typed, "'/age':'t%uq'", ++n);
  if (g_rand_boolean (rand))
    g_string_append_printf (answers, ",'likes':['%s','c']", g_rand_boolean (rand) ? "a" : "b");
  g_string_append_printf (answers, ",'block':{'street':'%s'%s}", street,
                          g_rand_boolean (rand) ? ",'born':'1987-06-05'" : "");
  g_string_append (answers, ",'members':[");
  for (guint i = 0; i < rows; i++)
    {
      g_autofree char *a = word (rand, &n);

      g_string_append_printf (answers, "%s{'name':'%s'%s}", i > 0 ? "," : "", a,
                              g_rand_boolean (rand) ? ",'id':'777'" : "");
    }
  g_string_append (answers, "]");
  return g_strdup_printf ("{'answers':{%s},'typed':{%s}}", answers->str, typed->str);
}

/* How the new version differs besides the steps. */
static const VersionEdit schema_changes[][4] = {
  { { NULL } },
  { { "/codeLists/sex/0", NULL } },
  { { "/codeLists/likes/2", NULL } },
  { { "/schema/properties/age", TEXT ("Tuổi") } },
  { { "/schema/properties/name", "{'type':'integer','title':'Họ tên'}" } },
  { { "/schema/properties/block/properties/born",
      "{'type':'string','title':'N','x-codeList':'sex'}" } },
  { { "/schema/properties/members", TEXT ("Thành viên") },
    { "/layout/elements/1/elements/0", "{'type':'Control','scope':'#/properties/members'}" } },
  { { "/schema/properties/sex",
      "{'type':'array','title':'G','items':{'type':'string','x-codeList':'sex'}}" } },
};

/* Every text of the JSON, with a space around. */
static void
collect (JsonNode *node, GString *all)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        collect (member, all);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      collect (json_array_get_element (json_node_get_array (node), i), all);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (all, " %s ", json_node_get_string (node));
  else
    {
      g_autofree char *json = hs_json_write (node);

      g_string_append_printf (all, " %s ", json);
    }
}

static void
add_texts (HsFormField *field, GPtrArray *texts)
{
  GListModel *rows = hs_form_field_get_rows (field);
  guint n = rows != NULL ? g_list_model_get_n_items (rows) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);
      GListModel *fields = hs_form_row_get_fields (row);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) inner = g_list_model_get_item (fields, k);

          add_texts (inner, texts);
        }
    }
  if (rows == NULL && *hs_form_field_get_text (field) != '\0')
    {
      JsonNode *value = hs_form_field_get_value (field);

      g_ptr_array_add (texts, g_strdup (hs_form_field_get_text (field)));
      g_ptr_array_add (texts, value != NULL ? hs_json_write (value) : g_strdup (""));
    }
}

/* Pairs: as shown, as kept. */
static GPtrArray *
texts_of (HsForm *form)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  GListModel *sections = hs_form_get_sections (form);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          add_texts (field, texts);
        }
    }
  return texts;
}

/* Each word of it is somewhere. */
static gboolean
is_found (const char *shown, const char *kept, const char *all)
{
  g_auto (GStrv) words = g_strsplit_set (shown, " ,", -1);
  gboolean found = TRUE;
  g_autofree char *bare = g_strndup (kept + 1, strlen (kept) > 2 ? strlen (kept) - 2 : 0);

  for (guint i = 0; words[i] != NULL; i++)
    found &= *words[i] == '\0' || strstr (all, words[i]) != NULL;
  if (found)
    return TRUE;
  /* or it is there as a code or a date; of several each by itself */
  if (*kept == '"')
    return strstr (all, bare) != NULL;
  if (*kept != '[')
    return strstr (all, kept) != NULL;
  {
    g_auto (GStrv) codes = g_strsplit (bare, ",", -1);
    g_auto (GStrv) labels = g_strsplit (shown, ", ", -1);

    found = g_strv_length (codes) == g_strv_length (labels);
    for (guint i = 0; found && codes[i] != NULL; i++)
      {
        g_autofree char *code =
          g_strdup_printf (" %.*s ", (int) strlen (codes[i]) - 2, codes[i] + 1);

        found = strstr (all, code) != NULL || strstr (all, labels[i]) != NULL;
      }
    return found;
  }
}

/* FALSE: the steps are none for that version. */
static gboolean
try_one (MoveTest *t, GRand *rand, guint number)
{
  g_autofree char *steps = random_steps (rand);
  g_autofree char *text = random_draft (rand);
  const VersionEdit *change =
    schema_changes[g_rand_int_range (rand, 0, G_N_ELEMENTS (schema_changes))];
  const VersionEdit edits[] = { NO_RULES, { "/migrate", steps }, change[0], change[1] };
  g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
  g_autoptr (HsFormPackage) new = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) draft = form_test_json (text);
  g_autoptr (HsForm) form = hs_form_new (old, t->world, t->units);
  g_autoptr (HsFormMove) moved = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  bytes = version_test_bytes ("2.0.0", edits, change[0].pointer == NULL ? 2 : 4);
  new = hs_form_package_load (bytes, &error);
  if (new == NULL)
    {
      /* steps that write into rows, and there are none now */
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      return FALSE;
    }
  g_assert_true (hs_form_load_draft (form, draft, &error));
  g_assert_no_error (error);
  moved = move (t, old, draft, new);
  result = hs_form_move_dup_draft (moved);
  collect (json_object_get_member (root_of (result), "answers"), all);
  collect (json_object_get_member (root_of (result), "typed"), all);
  if (json_object_has_member (root_of (result), "notMoved"))
    collect (json_object_get_member (root_of (result), "notMoved"), all);
  texts = texts_of (form);
  for (guint i = 0; i < texts->len; i += 2)
    if (!is_found (texts->pdata[i], texts->pdata[i + 1], all->str))
      g_error ("draft %u lost “%s”\n  draft %s\n  steps %s\n  after %s", number,
               (char *) texts->pdata[i], text, steps, all->str);
  return TRUE;
}

static void
test_nothing_is_lost (void)
{
  guint32 seed = form_test_seed ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  MoveTest t;
  guint n = 0;

  set_up (&t);
  for (guint i = 0; i < 1500; i++)
    n += try_one (&t, rand, i);
  g_assert_cmpuint (n, >, 1000);
  tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/move/nothing-is-lost", test_nothing_is_lost);
  return g_test_run ();
}
