/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The installation and the profile of the tests about versions of a dossier's form. */
#include "version-scene.h"

#include "base/hs-date.h"
#include "form/version/hs-form-kept.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static char *share_dir;   /* (owned) of this program, for all its tests */
static char *shipped_dir; /* (owned) of the build */

static gint64 clock_us;

gint64
version_scene_read_clock (gpointer data)
{
  return clock_us;
}

void
version_scene_set_clock (gint64 now_us)
{
  clock_us = now_us;
}

const char *
version_scene_get_share_dir (void)
{
  return share_dir;
}

void
version_scene_set_day (int year, int month, int day)
{
  const HsDate date = { year, month, day };

  clock_us = hs_date_to_days (&date) * DAY_US + 3 * G_TIME_SPAN_HOUR;
}

static char *
form_path (void)
{
  return g_build_filename (share_dir, "forms", "khai-sinh.json", NULL);
}

void
version_scene_set_text (JsonNode *root, const char *pointer, const char *text)
{
  g_assert_true (
    hs_json_pointer_set (root, pointer, json_node_init_string (json_node_alloc (), text)));
}

/* As a publisher would: another version of what this program ships. */
void
version_scene_install (const VersionEdition *edition)
{
  static const char steps[] =
    "[{\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"steps\":[{\"rename\":{\"from\":\"" OLD_FIELD
    "\",\"to\":\"" NEW_FIELD "\"}},{\"drop\":{\"at\":\"" EMAIL "\",\"why\":\"Không còn hỏi.\"}}]}]";
  g_autofree char *source = g_build_filename (shipped_dir, "forms", "khai-sinh.json", NULL);
  g_autofree char *path = form_path ();
  g_autofree char *json = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (source, &json, NULL, &error));
  text = g_string_new (json);
  if (edition->renamed)
    g_string_replace (text, "queQuan", "noiQueQuan", 0);
  root = hs_json_parse (text->str, -1, HS_JSON_EXACT_NUMBERS, 0, &error);
  g_assert_no_error (error);
  version_scene_set_text (root, "/meta/version", edition->version);
  if (edition->renamed)
    hs_json_pointer_set (root, "/migrate", hs_json_parse (steps, -1, HS_JSON_DEFAULT, 0, &error));
  if (edition->valid_to != NULL)
    version_scene_set_text (root, "/meta/validTo", edition->valid_to);
  if (edition->law != NULL)
    json_array_add_string_element (
      json_node_get_array (hs_json_pointer_get (root, "/meta/legalBasis")), edition->law);
  if (edition->label != NULL)
    version_scene_set_text (root, "/schema/properties/con/properties/queQuan/title",
                            edition->label);
  if (edition->peoples != NULL)
    version_scene_set_text (root, "/codeLists/danToc/version", edition->peoples);
  written = hs_json_write_pretty (root);
  g_assert_true (g_file_set_contents (path, written, -1, &error));
  g_assert_no_error (error);
}

void
version_scene_uninstall_form (void)
{
  g_autofree char *path = form_path ();

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
prefix_labels (JsonNode *root, const char *prefix)
{
  JsonArray *items = hs_json_array (json_node_get_object (root), "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *label = g_strconcat (prefix, hs_json_string (item, "label", NULL), NULL);

      json_object_set_string_member (item, "label", label);
    }
}

void
version_scene_install_peoples (const char *version, const char *prefix)
{
  g_autofree char *source = g_build_filename (shipped_dir, "forms", "lists", "danToc.json", NULL);
  g_autofree char *path = g_build_filename (share_dir, "forms", "lists", "danToc.json", NULL);
  g_autofree char *json = NULL;
  g_autofree char *written = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  if (version == NULL)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      return;
    }
  g_assert_true (g_file_get_contents (source, &json, NULL, &error));
  root = hs_json_parse (json, -1, HS_JSON_EXACT_NUMBERS, 0, &error);
  g_assert_no_error (error);
  version_scene_set_text (root, "/version", version);
  prefix_labels (root, prefix);
  written = hs_json_write_pretty (root);
  g_assert_true (g_file_set_contents (path, written, -1, &error));
  g_assert_no_error (error);
}

static void
link_folder (const char *name)
{
  g_autofree char *source = g_build_filename (shipped_dir, name, NULL);
  g_autofree char *link = g_build_filename (share_dir, name, NULL);

  if (g_file_test (source, G_FILE_TEST_EXISTS))
    g_assert_cmpint (symlink (source, link), ==, 0);
}

const VersionEdition version_first = { .version = "1.0.0" };
const VersionEdition version_second = { .version = "2.0.0",
                                        .renamed = TRUE,
                                        .law = "Thông tư 09/2026/TT-BTP" };

void
version_scene_make_installation (void)
{
  g_autofree char *forms = NULL;
  g_autofree char *lists = NULL;
  g_autoptr (GError) error = NULL;

  shipped_dir = g_strdup (g_getenv ("HOSO_SHARE_DIR"));
  share_dir = g_dir_make_tmp ("hoso-share-XXXXXX", &error);
  g_assert_no_error (error);
  forms = g_build_filename (share_dir, "forms", NULL);
  g_assert_cmpint (g_mkdir (forms, 0700), ==, 0);
  link_folder ("catalog");
  lists = g_build_filename (share_dir, "forms", "lists", NULL);
  g_assert_cmpint (g_mkdir (lists, 0700), ==, 0);
  link_folder ("forms/lists/quocTich.json");
  link_folder ("portal-api");
  link_folder ("profile");
  g_setenv ("HOSO_SHARE_DIR", share_dir, TRUE);
}

void
version_scene_remove_installation (void)
{
  static const char *const names[] = { "forms/khai-sinh.json",
                                       "forms/lists/danToc.json",
                                       "forms/lists/quocTich.json",
                                       "forms/lists",
                                       "forms",
                                       "catalog",
                                       "portal-api",
                                       "profile" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (share_dir, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (share_dir), ==, 0);
  g_free (share_dir);
  g_free (shipped_dir);
}

void
version_scene_set_up (Scene *scene, gconstpointer data)
{
  version_scene_install (&version_first);
  version_scene_install_peoples ("1.0.0", "");
  version_scene_set_day (2026, 11, 25);
  dossier_test_set_up (&scene->profile, NULL);
  scene->profile.world->now_us = version_scene_read_clock;
}

void
version_scene_tear_down (Scene *scene, gconstpointer data)
{
  dossier_test_tear_down (&scene->profile);
}

/* Begun with the first version, and on disk. */
char *
version_scene_begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = hs_case_book_create (scene->profile.book, TEST_PROCEDURE, &error);

  g_assert_no_error (error);
  dossier_test_fill (dossier);
  dossier_test_flush (dossier);
  return g_strdup (hs_dossier_get_id (dossier));
}

/* As the next start of the program sees it. */
HsDossier *
version_scene_reopen (Scene *scene, const char *id)
{
  dossier_test_reopen (&scene->profile, NULL);
  return g_object_ref (hs_case_book_find (scene->profile.book, id));
}

const char *
version_scene_version_of (HsDossier *dossier)
{
  HsForm *form = hs_dossier_get_form (dossier);

  return form != NULL ? hs_form_package_get_version (hs_form_get_package (form)) : "none";
}

const char *
version_scene_text_of (HsDossier *dossier, const char *pointer)
{
  HsFormField *field = hs_form_find_field (hs_dossier_get_form (dossier), pointer);

  return field != NULL ? hs_form_field_get_text (field) : "none";
}

guint
version_scene_count_kept (HsDossier *dossier)
{
  return g_list_model_get_n_items (hs_form_get_not_moved (hs_dossier_get_form (dossier)));
}

guint
version_scene_count_blobs (Scene *scene, const char *id)
{
  g_auto (GStrv) blobs = hs_store_list_blobs (scene->profile.store, id, NULL);

  return g_strv_length (blobs);
}

void
version_scene_move (HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormMove) plan = NULL;

  g_assert_true (hs_dossier_claim (dossier, &error));
  g_assert_no_error (error);
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  g_assert_true (hs_dossier_move_form (dossier, plan, &error));
  g_assert_no_error (error);
}

void
version_scene_complete (Scene *scene, HsDossier *dossier)
{
  hs_dossier_set_office (dossier, hs_units_find (scene->profile.units, TEST_OFFICE));
  hs_dossier_set_delivery (dossier, "counter", NULL);
  dossier_test_put_paper (&scene->profile, dossier, TEST_PAPER, 2000);
  hs_dossier_set_statement (dossier, TRUE);
}
