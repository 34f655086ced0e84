/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that move to another version of their form: chains, rows, code lists, the tray. */
#define G_LOG_DOMAIN "hoso"

#include "move-test.h"

#include "form/version/hs-form-kept.h"

#include <string.h>

static JsonObject *
root_of (JsonNode *draft)
{
  return json_node_get_object (draft);
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

  move_test_set_up (&t);
  {
    g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
    g_autoptr (HsFormPackage) new = version_test_package ("2.0.0", edits, G_N_ELEMENTS (edits));
    g_autoptr (JsonNode) draft = form_test_json (
      "{'format':'hoso-draft','answers':{'name':'An','members':[{'name':'A'},{'name':'B'}]},"
      "'typed':{'/age':'ba mươi'},'rows':{'/members':['r1','r2']},"
      "'origins':{'/name':{'kind':'profile','name':'An','at':5},"
      "'/members/1/name':{'kind':'card','name':'B','at':6}},"
      "'notMoved':[{'pointer':'/cu','label':'Cũ','text':'xưa','reason':'dropped'}]}");
    g_autoptr (HsFormMove) moved = move_test_run (&t, old, draft, new);
    g_autoptr (JsonNode) result = hs_form_move_dup_draft (moved);
    g_autoptr (JsonNode) typed = form_test_json ("{'/years':'ba mươi'}");
    g_autoptr (JsonNode) rows = form_test_json ("{'/people':['r1','r2']}");
    g_autoptr (JsonNode) origins =
      form_test_json ("{'/name':{'kind':'profile','name':'An','at':5},"
                      "'/people/1/name':{'kind':'card','name':'B','at':6}}");
    g_autofree char *tray = move_test_tray_of (result);
    JsonObject *package = hs_json_object (root_of (result), "package");

    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "typed"), typed));
    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "rows"), rows));
    g_assert_true (hs_json_equal (json_object_get_member (root_of (result), "origins"), origins));
    g_assert_cmpstr (tray, ==, "/cu=xưa dropped");
    g_assert_cmpstr (hs_json_string (package, "version", NULL), ==, "2.0.0");
    g_assert_cmpstr (hs_json_string (package, "sha256", NULL), ==,
                     hs_form_package_get_sha256 (new));
  }
  move_test_tear_down (&t);
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

  move_test_set_up (&t);
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
        g_autoptr (HsFormMove) moved = move_test_run (&t, ways[i].from, answers, third);
        g_autoptr (JsonNode) draft = hs_form_move_dup_draft (moved);
        g_autofree char *got = move_test_answers_of (draft);

        g_assert_cmpstr (got, ==, "{\"years\":3}");
      }
    g_assert_null (hs_form_package_find_unknown_source (third, first));
    {
      g_autofree char *unknown = hs_form_package_find_unknown_source (second, third);

      g_assert_null (unknown); /* it has no steps */
    }
  }
  move_test_tear_down (&t);
}

static void
test_refusals (void)
{
  static const VersionEdit other[] = { { "/meta/id", "'khac'" } };
  MoveTest t;

  move_test_set_up (&t);
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
  move_test_tear_down (&t);
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

  move_test_set_up (&t);
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
    tray = move_test_tray_of (kept);
    g_assert_cmpstr (tray, ==, "/b=2 no-field, /a=1 dropped");
  }
  move_test_tear_down (&t);
}

/* A list of the installation, or as it was kept: the move tells of the words that each version has. */
static void
test_kept_lists (void)
{
  static const VersionEdit edits[] = {
    { "/codeLists/sex", "{'ref':'gioi','version':'1'}" },
  };
  static const VersionEdit newer[] = {
    { "/codeLists/sex", "{'ref':'gioi','version':'2'}" },
  };
  static const char list[] = "{\"ref\":\"gioi\",\"version\":\"%u\",\"items\":["
                             "{\"code\":\"nam\",\"label\":\"%s\"},"
                             "{\"code\":\"nu\",\"label\":\"Nữ\"}]}";
  MoveTest t;

  move_test_set_up (&t);
  {
    g_autoptr (GBytes) first = version_test_bytes ("1.0.0", edits, 1);
    g_autoptr (GBytes) second = version_test_bytes ("2.0.0", newer, 1);
    g_autofree char *one = g_strdup_printf (list, 1, "Nam");
    g_autofree char *two = g_strdup_printf (list, 2, "Nam giới");
    g_autoptr (GBytes) one_bytes = g_bytes_new (one, strlen (one));
    g_autoptr (GBytes) two_bytes = g_bytes_new (two, strlen (two));
    g_autoptr (GPtrArray) kept = hs_form_lists_new ();
    g_autoptr (JsonNode) answers = form_test_json ("{'name':'An','sex':'nam'}");
    g_autoptr (HsFormPackage) old = NULL;
    g_autoptr (HsFormPackage) new = NULL;
    g_autoptr (HsFormMove) moved = NULL;
    g_autoptr (HsForm) form = NULL;
    g_autoptr (JsonNode) draft = NULL;
    g_autoptr (GError) error = NULL;
    GPtrArray *lists;

    g_assert_null (hs_form_package_load_in (t.world, first, &error));
    g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
    g_clear_error (&error);
    g_ptr_array_add (kept, hs_form_list_new ("gioi", "1", one_bytes));
    g_ptr_array_add (kept, hs_form_list_new ("gioi", "2", two_bytes));
    old = hs_form_package_load_kept (NULL, first, kept, &error);
    g_assert_no_error (error);
    new = hs_form_package_load_kept (t.world, second, kept, &error);
    g_assert_no_error (error);
    lists = hs_form_package_get_lists (old);
    g_assert_cmpuint (lists->len, ==, 1);
    g_assert_true (g_bytes_equal (((HsFormList *) lists->pdata[0])->bytes, one_bytes));
    moved = move_test_run (&t, old, answers, new);
    draft = hs_form_move_dup_draft (moved);
    form = hs_form_new (new, t.world, t.units);
    g_assert_true (hs_form_load_draft (form, draft, &error));
    g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (form, "/sex")), ==, "Nam giới");
  }
  move_test_tear_down (&t);
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
  g_test_add_func ("/form/move/draft-members", test_draft_members);
  g_test_add_func ("/form/move/chain", test_chain);
  g_test_add_func ("/form/move/refusals", test_refusals);
  g_test_add_func ("/form/move/tray", test_tray);
  g_test_add_func ("/form/move/kept-lists", test_kept_lists);
  g_test_add_func ("/form/move/shipped", test_shipped);
  return g_test_run ();
}
