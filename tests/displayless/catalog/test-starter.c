/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts that ship with the program: each record whole, with its source, and safe to build on. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "catalog/hs-search-text.h"

#include <string.h>

static const char *const curated[] = { "1.001193", "1.000656", "1.000894", "1.004873",
                                       "2.000635", "1.004222", "1.004194", "1.001612" };

static gboolean
is_one_of (const char *word, const char *const *words)
{
  return g_strv_contains (words, word);
}

static void
check_named (GPtrArray *texts, gboolean named)
{
  g_assert_cmpuint (texts->len, >, 0);
  for (guint i = 0; i < texts->len; i++)
    {
      HsNamedText *text = g_ptr_array_index (texts, i);

      g_assert_false (hs_text_is_blank (text->text));
      g_assert_true (!named || !hs_text_is_blank (text->name));
    }
}

static void
check_channels (HsProcedure *procedure)
{
  static const char *const kinds[] = { "online", "direct", "post", NULL };
  static const char *const units[] = { "working-day", "day", "hour", "month", "other", NULL };
  GPtrArray *channels = hs_procedure_get_channels (procedure);

  g_assert_cmpuint (channels->len, >, 0);
  for (guint i = 0; i < channels->len; i++)
    {
      HsChannel *channel = g_ptr_array_index (channels, i);

      g_assert_true (is_one_of (channel->kind, kinds));
      g_assert_true (is_one_of (channel->duration_unit, units));
      /* No time in numbers: the cases or a note say it. No fee in numbers: the text does. */
      g_assert_true (channel->duration > 0 || channel->note != NULL);
      g_assert_cmpint (channel->fee, >=, -1);
      g_assert_true (channel->fee >= 0 || channel->fee_text != NULL);
    }
}

static void
check_groups (GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++)
    {
      HsEvidence *one = g_ptr_array_index (evidence, i);
      guint n_same = 0;

      for (guint j = 0; j < evidence->len; j++)
        {
          HsEvidence *other = g_ptr_array_index (evidence, j);

          g_assert_true (i == j || strcmp (one->id, other->id) != 0);
          if (one->group == NULL || g_strcmp0 (one->group, other->group) != 0)
            continue;
          n_same++;
          /* alternatives are asked for together or not at all */
          g_assert_cmpstr (one->condition, ==, other->condition);
          g_assert_cmpint (one->required, ==, other->required);
        }
      g_assert_true (one->group == NULL || n_same >= 2);
    }
}

static void
check_evidence (HsProcedure *procedure)
{
  static const char *const copy_kinds[] = { "original", "certified", "plain", NULL };
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);

  g_assert_cmpuint (evidence->len, >, 0);
  for (guint i = 0; i < evidence->len; i++)
    {
      HsEvidence *paper = g_ptr_array_index (evidence, i);

      g_assert_true (g_regex_match_simple ("^[a-z0-9]+(-[a-z0-9]+)*$", paper->id, 0, 0));
      g_assert_false (hs_text_is_blank (paper->name));
      g_assert_true (is_one_of (paper->copy_kind, copy_kinds));
      g_assert_cmpuint (paper->n_originals + paper->n_copies, >, 0);
      /* a paper that is not always needed says when */
      g_assert_true (paper->required || paper->note != NULL);
      if (paper->condition != NULL)
        {
          g_autoptr (JsonNode) condition =
            hs_json_parse (paper->condition, -1, HS_JSON_EXACT_NUMBERS, 0, NULL);

          g_assert_nonnull (condition);
          g_assert_true (JSON_NODE_HOLDS_OBJECT (condition));
          g_assert_cmpuint (json_object_get_size (json_node_get_object (condition)), ==, 1);
        }
    }
  check_groups (evidence);
}

static void
test_curated_records_are_whole (void)
{
  static const char *const online[] = { "full", "partial", "none", NULL };
  CatalogTest test;

  catalog_test_open (&test);
  for (guint i = 0; i < G_N_ELEMENTS (curated); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HsProcedure) procedure =
        hs_catalogue_get_procedure (test.catalogue, curated[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (hs_procedure_get_code (procedure), ==, curated[i]);
      g_assert_true (hs_procedure_has_details (procedure));
      g_assert_false (hs_text_is_blank (hs_procedure_get_title (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_legal_name (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_agency (procedure)));
      g_assert_cmpstr (hs_procedure_get_level (procedure), ==, "commune");
      g_assert_true (is_one_of (hs_procedure_get_online (procedure), online));
      g_assert_true (strcmp (hs_procedure_get_online (procedure), "partial") != 0 ||
                     hs_procedure_get_online_note (procedure) != NULL);
      g_assert_false (hs_text_is_blank (hs_procedure_get_promulgator (procedure)));
      g_assert_true (g_regex_match_simple ("^[0-9]+/QĐ-[A-Z0-9-]+$",
                                           hs_procedure_get_decision (procedure), 0, 0));
      g_assert_true (strstr (hs_procedure_get_source (procedure), curated[i]) != NULL);
      g_assert_false (hs_text_is_blank (hs_procedure_get_summary (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_requirements (procedure)));
      check_channels (procedure);
      check_evidence (procedure);
      check_named (hs_procedure_get_steps (procedure), TRUE);
      check_named (hs_procedure_get_cases (procedure), TRUE);
      check_named (hs_procedure_get_legal_bases (procedure), TRUE);
      check_named (hs_procedure_get_results (procedure), TRUE);
      g_assert_cmpuint (hs_procedure_get_notes (procedure)->len, >, 0);
    }
  catalog_test_close (&test);
}

static HsEvidence *
find_paper (HsProcedure *procedure, const char *id)
{
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);

  for (guint i = 0; i < evidence->len; i++)
    if (strcmp (((HsEvidence *) g_ptr_array_index (evidence, i))->id, id) == 0)
      return g_ptr_array_index (evidence, i);
  g_error ("no paper %s", id);
}

static void
test_birth_registration (void)
{
  CatalogTest test;
  g_autoptr (HsProcedure) procedure = NULL;

  catalog_test_open (&test);
  procedure = hs_catalogue_get_procedure (test.catalogue, "1.001193", NULL);
  g_assert_cmpstr (hs_procedure_get_form_id (procedure), ==, "khai-sinh");
  g_assert_cmpstr (find_paper (procedure, "giay-chung-sinh")->group, ==, "su-kien-sinh");
  g_assert_cmpstr (find_paper (procedure, "van-ban-nguoi-lam-chung")->group, ==, "su-kien-sinh");
  g_assert_cmpstr (find_paper (procedure, "giay-cam-doan")->group, ==, "su-kien-sinh");
  g_assert_cmpstr (find_paper (procedure, "bien-ban-bo-roi")->condition, ==,
                   "{\"==\":[{\"var\":\"con.loaiKhaiSinh\"},\"boRoi\"]}");
  g_clear_object (&procedure);

  /* Free is only said where it is certain. */
  procedure = hs_catalogue_get_procedure (test.catalogue, "1.000894", NULL);
  g_assert_cmpstr (hs_procedure_get_form_id (procedure), ==, "ket-hon");
  g_assert_cmpint (
    ((HsChannel *) g_ptr_array_index (hs_procedure_get_channels (procedure), 0))->fee, ==, 0);
  g_clear_object (&procedure);
  procedure = hs_catalogue_get_procedure (test.catalogue, "1.004873", NULL);
  g_assert_cmpint (
    ((HsChannel *) g_ptr_array_index (hs_procedure_get_channels (procedure), 0))->fee, ==, -1);
  g_clear_object (&procedure);
  catalog_test_close (&test);
}

static void
test_common_names (void)
{
  CatalogTest test;
  g_autoptr (GListModel) all = NULL;

  catalog_test_open (&test);
  all = hs_catalogue_search (test.catalogue, "", NULL, 0, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, hs_catalogue_count (test.catalogue));
  g_assert_cmpuint (g_list_model_get_n_items (all), >, 100);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsProcedure) summary = g_list_model_get_item (all, i);
      g_autoptr (HsProcedure) procedure =
        hs_catalogue_get_procedure (test.catalogue, hs_procedure_get_code (summary), NULL);

      g_assert_true (hs_procedure_code_is_valid (hs_procedure_get_code (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_title (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_field (procedure)));
      g_assert_false (hs_text_is_blank (hs_procedure_get_source (procedure)));
    }
  catalog_test_close (&test);
}

static void
test_life_events (void)
{
  CatalogTest test;
  g_autoptr (GPtrArray) events = NULL;
  guint n_citizen = 0;

  catalog_test_open (&test);
  events = hs_catalogue_list_life_events (test.catalogue, NULL);
  g_assert_cmpuint (events->len, ==, 22);
  for (guint i = 0; i < events->len; i++)
    {
      HsLifeEvent *event = g_ptr_array_index (events, i);
      HsCatalogueFilter filter = { .life_event = event->id };
      g_autofree char *codes = catalog_test_search (&test, "", &filter, 1);

      n_citizen += strcmp (event->audience, "citizen") == 0;
      g_assert_true (g_str_has_suffix (event->icon, "-symbolic"));
      g_assert_false (hs_text_is_blank (event->title));
      g_assert_cmpstr (codes, !=, ""); /* no empty page behind a tile */
    }
  g_assert_cmpuint (n_citizen, ==, 11);
  g_assert_cmpstr (((HsLifeEvent *) g_ptr_array_index (events, 0))->id, ==, "750");
  catalog_test_close (&test);
}

static void
test_unknown_code (void)
{
  CatalogTest test;
  g_autoptr (GError) error = NULL;

  catalog_test_open (&test);
  g_assert_null (hs_catalogue_get_procedure (test.catalogue, "9.999999", &error));
  g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_NOT_FOUND);
  catalog_test_close (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/starter/curated-records-are-whole", test_curated_records_are_whole);
  g_test_add_func ("/catalog/starter/birth-registration", test_birth_registration);
  g_test_add_func ("/catalog/starter/common-names", test_common_names);
  g_test_add_func ("/catalog/starter/life-events", test_life_events);
  g_test_add_func ("/catalog/starter/unknown-code", test_unknown_code);
  return g_test_run ();
}
