/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing the core can say is without words: each error code, each state, each task. */
#include "app/hs-error-words.h"
#include "app/hs-portal-title.h"
#include "app/hs-sentences.h"
#include "base/hs-base-error.h"
#include "catalog/hs-catalogue.h"
#include "document/hs-document.h"
#include "dossier/hs-dossier.h"
#include "form/hs-form-error.h"
#include "portal/hs-portal-error.h"
#include "store/hs-store.h"
#include "widgets/hs-dossier-words.h"

/* The last code of each domain: a code added behind it fails here until it has words. */
static void
test_errors (void)
{
  const struct
  {
    GQuark domain;
    int last;
  } domains[] = {
    { HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR },
    { HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND },
    { HS_CATALOG_ERROR, HS_CATALOG_ERROR_NOT_FOUND },
    { HS_FORM_ERROR, HS_FORM_ERROR_INSTALLATION },
    { HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER },
    { HS_PORTAL_ERROR, HS_PORTAL_ERROR_NOT_FOUND },
    { HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code <= domains[i].last; code++)
      {
        g_autoptr (GError) error = g_error_new_literal (domains[i].domain, code, "x");
        HsErrorWords words = hs_error_words (error);

        g_test_message ("%s %d", g_quark_to_string (domains[i].domain), code);
        g_assert_true (hs_error_words_knows (error));
        g_assert_cmpstr (words.heading, !=, "");
        g_assert_cmpstr (words.body, !=, "");
        g_assert_cmpstr (words.next, !=, "");
      }
}

static void
test_unknown_error (void)
{
  g_autoptr (GError) error = g_error_new_literal (g_quark_from_static_string ("test"), 7, "x");

  g_assert_false (hs_error_words_knows (error));
  g_assert_cmpstr (hs_error_words (error).heading, !=, "");
}

static void
test_states (void)
{
  for (int state = 0; state <= HS_DOSSIER_UNKNOWN; state++)
    {
      HsDossierWords words = hs_dossier_words (state);

      g_assert_cmpstr (words.label, !=, "");
      g_assert_cmpstr (words.button, !=, "");
      g_assert_cmpint (words.group, <, HS_N_DOSSIER_GROUPS);
      /* an answer is asked for: then it is said which */
      g_assert_true (words.group != HS_DOSSIER_GROUP_ANSWER || *words.next != '\0');
    }
  g_assert_cmpstr (hs_dossier_words (99).label, ==, hs_dossier_words (HS_DOSSIER_UNKNOWN).label);
}

static void
test_tasks (void)
{
  for (int task = 0; task < HS_N_TASKS; task++)
    {
      g_assert_cmpint (hs_task_from_id (hs_task_id (task)), ==, task);
      g_assert_cmpstr (hs_task_title (task), !=, "");
    }
  g_assert_cmpint (hs_task_from_id ("nonsense"), ==, HS_N_TASKS);
}

static void
test_sizes (void)
{
  const guint64 mib = 1024 * 1024;
  const struct
  {
    guint64 size;
    const char *text; /* English, as without a catalogue */
  } cases[] = {
    { 0, "0 bytes" },
    { 1, "1 byte" },
    { 928, "928 bytes" },
    { 1024, "1 KB" },
    { 1535, "1 KB" },
    { 300 * 1024, "300 KB" },
    { mib - 513, "1023 KB" },
    { mib - 1, "1 MB" },
    { mib + mib / 10, "1.1 MB" },
    { 10 * mib, "10 MB" },
    { 10 * mib + mib / 2, "10.5 MB" },
    { 1024 * mib - 1, "1 GB" },
    { G_MAXUINT64, "17179869184 GB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = hs_size_text (cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_portals (void)
{
  static const struct
  {
    const char *url;
    const char *title;
  } cases[] = {
    { "http://127.0.0.1:45539", "Trial portal on this computer (127.0.0.1:45539)" },
    { "http://[::1]:8470/", "Trial portal on this computer ([::1]:8470)" },
    { "https://dichvucong.example.vn", "dichvucong.example.vn" },
    { "https://dichvucong.example.vn:8443/x", "dichvucong.example.vn:8443" },
    { "https://127.0.0.1.example.vn", "127.0.0.1.example.vn" },
    { "no address", "no address" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = hs_portal_title (cases[i].url);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/errors", test_errors);
  g_test_add_func ("/words/unknown-error", test_unknown_error);
  g_test_add_func ("/words/states", test_states);
  g_test_add_func ("/words/tasks", test_tasks);
  g_test_add_func ("/words/sizes", test_sizes);
  g_test_add_func ("/words/portals", test_portals);
  return g_test_run ();
}
