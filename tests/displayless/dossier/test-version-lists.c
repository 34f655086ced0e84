/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code lists that a form only names: the dossier keeps them with the form, so the draft opens, prints and moves
 * when the installation has others or none. */
#include "version-scene.h"

#include "dossier/hs-dossier-private.h"
#include "form/hs-form-error.h"
#include "form/print/hs-print.h"

#include <string.h>

#define PEOPLE "/con/danToc"

static const VersionEdition next = { .version = "2.0.0", .renamed = TRUE, .peoples = "2.0.0" };

/* Begun, and the child is of the first ethnic group. */
static char *
begin (Scene *scene)
{
  g_autofree char *id = version_scene_begin (scene);
  HsDossier *dossier = hs_case_book_find (scene->profile.book, id);

  hs_form_set_text (hs_dossier_get_form (dossier), PEOPLE, "Kinh");
  dossier_test_flush (dossier);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Kinh");
  return g_steal_pointer (&id);
}

/* (transfer full): as it is printed. */
static char *
printed (HsDossier *dossier)
{
  HsPrintTree *tree = hs_print_tree_new (hs_dossier_get_form (dossier));
  char *value = NULL;

  for (guint i = 0; i < tree->sections->len; i++)
    {
      HsPrintSection *section = tree->sections->pdata[i];

      for (guint k = 0; k < section->rows->len; k++)
        {
          HsPrintRow *row = section->rows->pdata[k];

          if (g_strcmp0 (row->pointer, PEOPLE) == 0)
            value = g_strdup (row->value);
        }
    }
  hs_print_tree_free (tree);
  return value;
}

static JsonNode *
read_record (Scene *scene, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) record = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = hs_json_write (record);
  return hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, NULL);
}

static void
write_record (Scene *scene, const char *id, JsonNode *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, record, &error));
  g_assert_no_error (error);
}

/* A record as it was written before lists were kept. */
static void
forget_lists (Scene *scene, const char *id)
{
  g_autoptr (JsonNode) record = read_record (scene, id);

  json_object_remove_member (json_node_get_object (hs_json_pointer_get (record, "/form")), "lists");
  write_record (scene, id, record);
}

static guint
count_named (Scene *scene, const char *id)
{
  g_autoptr (JsonNode) record = read_record (scene, id);
  JsonNode *lists = hs_json_pointer_get (record, "/form/lists");

  return lists != NULL ? json_array_get_length (json_node_get_array (lists)) : 0;
}

static void
test_list_has_gone (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autofree char *value = NULL;

  version_scene_install_peoples (NULL, NULL);
  version_scene_uninstall_form ();
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  value = printed (dossier);
  g_assert_cmpstr (value, ==, "Kinh");
  hs_form_set_text (hs_dossier_get_form (dossier), PEOPLE, "Tày");
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Tày");
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, N_FORM_BLOBS);
}

/* What is installed under the same name and version later is not what was begun with. */
static void
test_kept_first (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;

  version_scene_install_peoples ("1.0.0", "Người ");
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Kinh");
}

/* Each version has its own list, to and fro. */
static void
test_move_and_back (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  version_scene_install (&next);
  version_scene_install_peoples ("2.0.0", "Người ");
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Kinh");
  version_scene_move (dossier);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Người Kinh");
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, 2 * N_FORM_BLOBS);
  g_clear_object (&dossier);

  version_scene_install_peoples (NULL, NULL);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
  value = printed (dossier);
  g_assert_cmpstr (value, ==, "Người Kinh");
  g_assert_true (hs_dossier_move_back (dossier, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Kinh");
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, 2 * N_FORM_BLOBS);
  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Kinh");
}

/* What was for the way back only goes when it is frozen. */
static void
test_frozen (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;
  JsonArray *lists;

  version_scene_install (&next);
  version_scene_install_peoples ("2.0.0", "Người ");
  dossier = version_scene_reopen (scene, id);
  version_scene_move (dossier);
  before = hs_store_get (scene->profile.store, "form-before", id, &error);
  g_assert_no_error (error);
  version_scene_complete (scene, dossier);
  sending = hs_case_book_queue (scene->profile.book, dossier, &error);
  g_assert_no_error (error);
  left = hs_store_list_blobs (scene->profile.store, id, &error);
  lists = json_node_get_array (hs_json_pointer_get (before, "/form/lists"));
  g_assert_cmpuint (json_array_get_length (lists), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_false (
      g_strv_contains ((const char *const *) left,
                       hs_json_string (json_array_get_object_element (lists, i), "blob", "")));
  g_clear_object (&sending);
  g_clear_object (&dossier);
  version_scene_install_peoples (NULL, NULL);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Người Kinh");
}

/* Records of before: the lists are kept as soon as the draft is opened, with nothing else changed. */
static void
test_old_record (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;

  forget_lists (scene, id);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpuint (count_named (scene, id), ==, 0);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpuint (count_named (scene, id), ==, 2);
  /* it may still be edited here or elsewhere */
  hs_form_set_text (hs_dossier_get_form (dossier), PEOPLE, "Tày");
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  version_scene_install_peoples (NULL, NULL);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_text_of (dossier, PEOPLE), ==, "Tày");
}

/* Somebody else edits it: then he keeps them. */
static void
test_old_record_of_another (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsCaseBook) other = NULL;
  g_autoptr (GError) error = NULL;
  HsDossier *his;

  forget_lists (scene, id);
  dossier = version_scene_reopen (scene, id);
  other = hs_case_book_open (scene->profile.store, scene->profile.catalogue, scene->profile.units,
                             NULL, &error);
  g_assert_no_error (error);
  his = hs_case_book_find (other, id);
  g_assert_true (hs_dossier_ensure_claimed (his, &error));
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpuint (count_named (scene, id), ==, 0);
  g_assert_nonnull (hs_dossier_get_form (his));
  g_assert_cmpuint (count_named (scene, id), ==, 2);
  hs_dossier_release (his);
  g_assert_true (hs_dossier_claim (dossier, &error));
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==,
                    N_FORM_BLOBS + 2); /* two lost above */
}

/* The list has gone before it was kept: a fault with its name, and it comes back with the list. */
static void
test_old_record_too_late (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  const GError *error;

  forget_lists (scene, id);
  version_scene_install_peoples ("3.0.0", "");
  dossier = version_scene_reopen (scene, id);
  g_assert_null (hs_dossier_get_form (dossier));
  error = hs_dossier_get_form_error (dossier);
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_nonnull (strstr (error->message, "“danToc” is here in version 3.0.0, not 1.0.0"));
  g_clear_object (&dossier);
  version_scene_install_peoples ("1.0.0", "");
  dossier = version_scene_reopen (scene, id);
  g_assert_nonnull (hs_dossier_get_form (dossier));
}

/* The form cannot be opened, and the error says why, though the installation has the list. */
static void
assert_damaged (Scene *scene, const char *id, GQuark domain, const char *message)
{
  g_autoptr (HsDossier) dossier = version_scene_reopen (scene, id);
  const GError *error;

  g_assert_null (hs_dossier_get_form (dossier));
  error = hs_dossier_get_form_error (dossier);
  g_test_message ("%s", error->message);
  g_assert_cmpint (error->domain, ==, domain);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_true (dossier_test_is_missing (dossier, "declaration:form-unreadable"));
}

static void
test_damaged (Scene *scene, gconstpointer data)
{
  static const struct
  {
    const char *pointer;
    const char *json;
    const char *message;
  } faults[] = {
    { "/form/lists/0/sha256", "\"0000\"", "is not the one its record names" },
    { "/form/lists/0/blob", "7", "does not say which code lists" },
    { "/form/lists/0", "[]", "does not say which code lists" },
    { "/form/lists/1/version", "null", "does not say which code lists" },
    { "/form/lists/1/blob", "\"00000000-0000-4000-8000-000000000000\"", "Code list “" },
  };
  g_autofree char *id = begin (scene);
  g_autoptr (JsonNode) good = read_record (scene, id);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (JsonNode) record = read_record (scene, id);

      g_assert_true (hs_json_pointer_set (
        record, faults[i].pointer, hs_json_parse (faults[i].json, -1, HS_JSON_DEFAULT, 0, NULL)));
      write_record (scene, id, record);
      assert_damaged (scene, id, HS_STORE_ERROR, faults[i].message);
      write_record (scene, id, good);
    }
}

/* One list under the name of the other. */
static void
test_exchanged (Scene *scene, gconstpointer data)
{
  static const char *const members[] = { "ref", "version" };
  g_autofree char *id = begin (scene);
  g_autoptr (JsonNode) record = read_record (scene, id);
  JsonArray *lists = json_node_get_array (hs_json_pointer_get (record, "/form/lists"));
  JsonObject *one = json_array_get_object_element (lists, 0);
  JsonObject *two = json_array_get_object_element (lists, 1);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = g_strdup (hs_json_string (one, members[i], NULL));

      json_object_set_string_member (one, members[i], hs_json_string (two, members[i], NULL));
      json_object_set_string_member (two, members[i], text);
    }
  write_record (scene, id, record);
  assert_damaged (scene, id, HS_FORM_ERROR, "is something else");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR |
                          G_LOG_LEVEL_CRITICAL); /* a damaged form is warned of */
  version_scene_make_installation ();
#define ADD(name, function)                                                                        \
  g_test_add ("/dossier/version/lists/" name, Scene, NULL, version_scene_set_up, function,         \
              version_scene_tear_down)
  ADD ("gone", test_list_has_gone);
  ADD ("kept-first", test_kept_first);
  ADD ("move-and-back", test_move_and_back);
  ADD ("frozen", test_frozen);
  ADD ("old-record", test_old_record);
  ADD ("old-record-of-another", test_old_record_of_another);
  ADD ("old-record-too-late", test_old_record_too_late);
  ADD ("damaged", test_damaged);
  ADD ("exchanged", test_exchanged);
  status = g_test_run ();
  version_scene_remove_installation ();
  return status;
}
