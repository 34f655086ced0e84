/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the national portal coming in: all of the real ones, the traps they hold, and what happens
 * to broken ones. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_real_files (void)
{
  static const struct
  {
    const char *name;
    guint n_read;
  } files[] = { { "index-2026-07.tsv", 5670 },
                { "details-structured.json", 99 },
                { "details-reparsed.json", 470 } };
  CatalogTest test;
  guint before;

  catalog_test_open (&test);
  before = hs_catalogue_count (test.catalogue);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autofree char *path = catalog_test_real (files[i].name);
        g_autoptr (HsImportReport) report = NULL;

        if (path == NULL)
          {
            catalog_test_close (&test);
            return;
          }
        report = catalog_test_import (&test, path);
        if (report->refused->len > 0)
          g_error ("%s: %s", files[i].name, (char *) g_ptr_array_index (report->refused, 0));
        g_assert_cmpuint (report->n_read, ==, files[i].n_read);
        g_assert_cmpuint (report->n_new + report->n_updated, ==, report->n_read);
        if (round == 1)
          g_assert_cmpuint (report->n_new, ==, 0); /* twice the same changes nothing */
      }
  g_assert_cmpuint (hs_catalogue_count (test.catalogue), >=, 5670);
  g_assert_cmpuint (hs_catalogue_count (test.catalogue), <=, 5670 + before + 99 + 470);
  catalog_test_close (&test);
}

/* Every imported record can be shown: no text is empty, no unit unknown, ids differ. */
static void
check_record (HsProcedure *procedure)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);
  GPtrArray *channels = hs_procedure_get_channels (procedure);

  g_assert_cmpstr (hs_procedure_get_title (procedure), !=, "");
  g_assert_cmpstr (hs_procedure_get_source (procedure), !=, "");
  for (guint i = 0; i < evidence->len; i++)
    {
      HsEvidence *paper = g_ptr_array_index (evidence, i);

      g_assert_cmpstr (paper->name, !=, "");
      g_assert_true (g_hash_table_add (ids, paper->id));
      g_assert_cmpuint (paper->n_originals + paper->n_copies, >, 0);
    }
  for (guint i = 0; i < channels->len; i++)
    {
      HsChannel *channel = g_ptr_array_index (channels, i);

      g_assert_cmpint (channel->fee, >=, -1);
      g_assert_true (channel->duration > 0 || strcmp (channel->duration_unit, "other") == 0);
      /* 0 is only free where the words say so */
      g_assert_true (channel->fee != 0 || channel->fee_text != NULL);
    }
}

static void
test_real_records_can_be_shown (void)
{
  static const char *const names[] = { "details-structured.json", "details-reparsed.json" };
  CatalogTest test;
  g_autoptr (GListModel) all = NULL;
  guint n_details = 0;

  catalog_test_open (&test);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = catalog_test_real (names[i]);

      if (path == NULL)
        {
          catalog_test_close (&test);
          return;
        }
      hs_import_report_free (catalog_test_import (&test, path));
    }
  all = hs_catalogue_search (test.catalogue, "", NULL, 0, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsProcedure) summary = g_list_model_get_item (all, i);
      g_autoptr (HsProcedure) procedure =
        hs_catalogue_get_procedure (test.catalogue, hs_procedure_get_code (summary), NULL);

      n_details += hs_procedure_has_details (procedure);
      if (hs_procedure_has_details (procedure))
        check_record (procedure);
    }
  g_assert_cmpuint (n_details, >=, 560);
  catalog_test_close (&test);
}

static HsChannel *
channel_at (HsProcedure *procedure, guint i)
{
  return g_ptr_array_index (hs_procedure_get_channels (procedure), i);
}

static HsEvidence *
paper_at (HsProcedure *procedure, guint i)
{
  return g_ptr_array_index (hs_procedure_get_evidence (procedure), i);
}

static void
check_traps (HsProcedure *procedure)
{
  g_assert_cmpstr (hs_procedure_get_title (procedure), ==, "Cấp thẻ thử nghiệm");
  g_assert_cmpstr (hs_procedure_get_legal_name (procedure), ==, "Thủ tục cấp thẻ thử nghiệm");
  g_assert_cmpstr (hs_procedure_get_agency (procedure), ==, "Ủy ban nhân dân cấp xã");
  g_assert_cmpstr (hs_procedure_get_level (procedure), ==, "commune");
  g_assert_cmpstr (hs_procedure_get_online (procedure), ==, "");
  g_assert_cmpstr (hs_procedure_get_updated (procedure), ==, "2026-05-01");
  g_assert_null (hs_procedure_get_requirements (procedure));
  /* OTHER: the time of the cases; 0: only free where it says so; several amounts: read the text */
  g_assert_cmpuint (hs_procedure_get_channels (procedure)->len, ==, 4);
  g_assert_cmpint (channel_at (procedure, 0)->duration, ==, 5);
  g_assert_cmpstr (channel_at (procedure, 0)->duration_unit, ==, "working-day");
  g_assert_cmpint (channel_at (procedure, 0)->fee, ==, -1);
  g_assert_cmpint (channel_at (procedure, 1)->fee, ==, 0);
  g_assert_cmpint (channel_at (procedure, 2)->fee, ==, -1);
  g_assert_cmpstr (channel_at (procedure, 2)->fee_text, ==,
                   "8.000 đ: mỗi bản\n5.000 đ: theo danh sách");
  g_assert_cmpint (channel_at (procedure, 3)->fee, ==, -1);
  g_assert_cmpint (channel_at (procedure, 3)->duration, ==, 5);
  /* no original and no copy: a note */
  g_assert_cmpuint (hs_procedure_get_notes (procedure)->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (hs_procedure_get_notes (procedure), 0), ==,
                   "Lưu ý: không cần bản gốc");
  g_assert_cmpuint (hs_procedure_get_evidence (procedure)->len, ==, 3);
  g_assert_cmpstr (paper_at (procedure, 0)->id, ==, "000.00.00.T01-KQ000001");
  g_assert_cmpstr (paper_at (procedure, 0)->name, ==, "Tờ khai theo mẫu");
  g_assert_cmpstr (paper_at (procedure, 0)->note, ==, "Giấy tờ phải nộp");
  g_assert_false (paper_at (procedure, 0)->required);
  g_assert_null (paper_at (procedure, 0)->group);
  g_assert_cmpstr (paper_at (procedure, 1)->id, ==, "000.00.00.T01-KQ000001-2");
  g_assert_cmpstr (paper_at (procedure, 1)->copy_kind, ==, "certified");
  g_assert_true (g_str_has_suffix (paper_at (procedure, 2)->name, "mặc quần áo lịch sự"));
  g_assert_true (g_str_has_suffix (paper_at (procedure, 2)->note, "được mặc trang phục tôn giáo."));
}

static void
test_traps (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/details.json");
  g_autoptr (HsImportReport) report = NULL;
  g_autoptr (HsProcedure) procedure = NULL;
  HsCatalogueFilter business = { .audience = "business" };
  g_autofree char *found = NULL;

  catalog_test_open (&test);
  report = catalog_test_import (&test, path);
  g_assert_cmpuint (report->n_read, ==, 3);
  g_assert_cmpuint (report->n_new, ==, 1);
  g_assert_cmpuint (report->n_updated, ==, 2);
  g_assert_cmpuint (report->refused->len, ==, 0);
  procedure = hs_catalogue_get_procedure (test.catalogue, "9.000001", NULL);
  check_traps (procedure);
  found = catalog_test_search (&test, "thẻ thử nghiệm", &business, 3);
  g_assert_null (strstr (found, "9.000001"));
  catalog_test_close (&test);
}

static void
test_curated_facts_win (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/details.json");
  g_autoptr (HsProcedure) birth = NULL;
  g_autoptr (HsProcedure) school = NULL;

  catalog_test_open (&test);
  hs_import_report_free (catalog_test_import (&test, path));
  birth = hs_catalogue_get_procedure (test.catalogue, "1.001193", NULL);
  g_assert_cmpstr (hs_procedure_get_title (birth), ==, "Đăng ký khai sinh");
  g_assert_cmpstr (hs_procedure_get_field (birth), ==, "Hộ tịch");
  for (guint i = 0; i < hs_procedure_get_evidence (birth)->len; i++)
    g_assert_cmpstr (paper_at (birth, i)->name, !=, "Giấy không ai cần");
  /* where only the name was known, the import adds the rest */
  school = hs_catalogue_get_procedure (test.catalogue, "2.002854", NULL);
  g_assert_true (hs_procedure_has_details (school));
  g_assert_cmpstr (hs_procedure_get_agency (school), ==, "Hiệu trưởng nhà trường");
  g_assert_cmpint (channel_at (school, 0)->fee, ==, 0);
  catalog_test_close (&test);
}

static void
assert_refused (HsImportReport *report, guint i, const char *begins, const char *says)
{
  const char *refusal = g_ptr_array_index (report->refused, i);

  if (!g_str_has_prefix (refusal, begins) || strstr (refusal, says) == NULL)
    g_error ("refusal %u is \"%s\", expected \"%s … %s\"", i, refusal, begins, says);
}

static void
test_broken_records (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/details-broken.json");
  g_autoptr (HsImportReport) report = NULL;
  static const char *const good[] = { "9.000011", "9.000016", "9.000019" };

  catalog_test_open (&test);
  report = catalog_test_import (&test, path);
  g_assert_cmpuint (report->n_new, ==, G_N_ELEMENTS (good));
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (HsProcedure) procedure =
        hs_catalogue_get_procedure (test.catalogue, good[i], NULL);

      g_assert_nonnull (procedure);
    }
  assert_refused (report, 0, "không phải mã (record 2, line 3, column ",
                  "not the code of a procedure");
  assert_refused (report, 1, "9.000012 (record 3, line 4, column ", "title");
  assert_refused (report, 2, "9.000013 (record 4, line 7, column ", "/cach_thuc/0/thoi_gian");
  assert_refused (report, 3, "record 5, line 8, column 2", "not an object");
  assert_refused (report, 4, "record 6, line 9, column 2", "line 9, column ");
  assert_refused (report, 5, "record 7, line 10, column 2", "line ");
  assert_refused (report, 6, "9.000017 (record 9, line 12", "/cach_thuc/0/hinh_thuc");
  assert_refused (report, 7, "record 10, line 13, column 2", "line 13, column ");
  assert_refused (report, 8, "record 11", "cut off");
  g_assert_cmpuint (report->refused->len, ==, 9);
  catalog_test_close (&test);
}

static void
test_index (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/index.tsv");
  g_autoptr (HsProcedure) first = NULL;
  g_autoptr (HsProcedure) second = NULL;
  g_autoptr (HsProcedure) loud = NULL;

  catalog_test_open (&test);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (HsImportReport) report = catalog_test_import (&test, path);

      g_assert_cmpuint (report->n_read, ==, 6);
      g_assert_cmpuint (report->n_new, ==, round == 0 ? 3 : 0);
      g_assert_cmpuint (report->n_updated, ==, round == 0 ? 0 : 3);
      g_assert_cmpuint (report->refused->len, ==, 3);
      assert_refused (report, 0, "9.100002 (record 3, line 4)", "3 columns, the header has 8");
      assert_refused (report, 1, "không mã (record 4, line 5)", "not the code");
      assert_refused (report, 2, "record 6, line 8", "UTF-8");
    }
  first = hs_catalogue_get_procedure (test.catalogue, "9.100001", NULL);
  second = hs_catalogue_get_procedure (test.catalogue, "9.100001~bbbbbbbb", NULL);
  loud = hs_catalogue_get_procedure (test.catalogue, "9.100003-Xoa", NULL);
  g_assert_cmpstr (hs_procedure_get_title (first), ==, "Cấp giấy của hai nơi");
  g_assert_cmpstr (hs_procedure_get_title (second), ==, "Xây dựng chương trình công tác");
  g_assert_cmpstr (hs_procedure_get_title (loud), ==, "Viết hoa");
  g_assert_false (hs_procedure_has_details (first));
  catalog_test_close (&test);
}

static void
import_text (CatalogTest *test, const char *text, gssize length, GError **error)
{
  g_autofree char *path = hs_world_data_path (test->world, "import");
  g_autoptr (HsImportReport) report = NULL;

  g_assert_true (g_file_set_contents (path, text, length, NULL));
  report = hs_catalogue_import (test->catalogue, path, NULL, error);
  g_assert_true ((report == NULL) == (*error != NULL));
}

static void
test_other_files (void)
{
  static const char *const foreign[] = { "",
                                         " ",
                                         "{}",
                                         "{\"ma\": \"9.000001\", \"ten\": \"A\"}",
                                         "[1, 2, 3]",
                                         "[{}]",
                                         "[{",
                                         "[\"",
                                         "[[[[",
                                         "%PDF-1.4\n",
                                         "ma\tten\n",
                                         "ma_thu_tuc\tx\n",
                                         "[{\"a\":1},{\"b\":2}]",
                                         "[\x00 ]",
                                         "[{\"ma\": 1, \"ten\": 2}]" };
  CatalogTest test;
  guint before;

  catalog_test_open (&test);
  before = hs_catalogue_count (test.catalogue);
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;

      import_text (&test, foreign[i], -1, &error);
      if (i != 13) /* an empty list, cut off: nothing to import, no error to make */
        g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT);
    }
  g_assert_cmpuint (hs_catalogue_count (test.catalogue), ==, before);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (hs_catalogue_import (test.catalogue, "/nowhere/at-all.json", NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_clear_error (&error);
    g_assert_null (hs_catalogue_import (test.catalogue, "/", NULL, &error));
    g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT);
    g_clear_error (&error);
    import_text (&test, "\xef\xbb\xbf[ ]\n", -1, &error);
    g_assert_no_error (error);
  }
  catalog_test_close (&test);
}

/* A file cut at any byte: what was whole goes in, nothing crashes. */
static void
test_cut_anywhere (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/details.json");
  g_autofree char *text = NULL;
  gsize length;

  catalog_test_open (&test);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize cut = 0; cut < length; cut += 97)
    {
      g_autoptr (GError) error = NULL;

      import_text (&test, text, (gssize) cut, &error);
      if (error != NULL)
        g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT);
    }
  catalog_test_close (&test);
}

static void
test_cancelled (void)
{
  CatalogTest test;
  g_autofree char *path = hs_test_fixture ("catalogue/details.json");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint before;

  catalog_test_open (&test);
  before = hs_catalogue_count (test.catalogue);
  g_cancellable_cancel (cancellable);
  g_assert_null (hs_catalogue_import (test.catalogue, path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (hs_catalogue_count (test.catalogue), ==, before);
  /* and the catalogue goes on working */
  hs_import_report_free (catalog_test_import (&test, path));
  catalog_test_close (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/import/traps", test_traps);
  g_test_add_func ("/catalog/import/curated-facts-win", test_curated_facts_win);
  g_test_add_func ("/catalog/import/broken-records", test_broken_records);
  g_test_add_func ("/catalog/import/index", test_index);
  g_test_add_func ("/catalog/import/other-files", test_other_files);
  g_test_add_func ("/catalog/import/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/catalog/import/cancelled", test_cancelled);
  g_test_add_func ("/catalog/import/real-files", test_real_files);
  g_test_add_func ("/catalog/import/real-records-can-be-shown", test_real_records_can_be_shown);
  return g_test_run ();
}
