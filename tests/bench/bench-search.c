/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long one keystroke in the search box takes: fifty things residents look for, typed letter by
 * letter, against the starter catalogue with everything that was imported. Arguments: files to import
 * (without: the national index and details beside the public suites, if they are there); --max-p95-ms N
 * makes a slower result a failure. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalogue.h"
#include "hs-test.h"

#include <stdlib.h>
#include <string.h>

static const char *const queries[] = {
  "đăng ký khai sinh",
  "dang ky khai sinh",
  "làm khai sinh cho con",
  "giấy khai sinh",
  "đăng ký kết hôn",
  "ket hon voi nguoi nuoc ngoai",
  "giấy độc thân",
  "xác nhận tình trạng hôn nhân",
  "nhập hộ khẩu",
  "nhap ho khau cho con",
  "đăng ký thường trú",
  "đăng ký tạm trú",
  "tam tru",
  "khai tử",
  "giay chung tu",
  "trích lục khai sinh",
  "hộ kinh doanh",
  "mở hộ kinh doanh cá thể",
  "giấy phép kinh doanh",
  "thành lập công ty trách nhiệm hữu hạn",
  "làm căn cước",
  "doi cccd",
  "hộ chiếu phổ thông",
  "lam passport",
  "lý lịch tư pháp",
  "giấy phép lái xe",
  "doi bang lai xe",
  "đăng ký xe máy",
  "sang tên sổ đỏ",
  "tach thua dat",
  "chuyển mục đích sử dụng đất",
  "giấy phép xây dựng nhà ở",
  "bảo hiểm y tế",
  "bảo hiểm xã hội một lần",
  "tro cap that nghiep",
  "thai sản",
  "lương hưu",
  "trợ cấp xã hội hàng tháng",
  "giấy xác nhận khuyết tật",
  "mai táng phí",
  "công nhận văn bằng nước ngoài",
  "chuyển trường cho con",
  "nhận con nuôi",
  "cải chính hộ tịch",
  "mã số thuế cá nhân",
  "đăng ký nhãn hiệu",
  "an toàn thực phẩm",
  "chứng thực bản sao từ bản chính",
  "1.001193",
  "thủ tục hải quan xuất khẩu",
};

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
type_query (HsCatalogue *catalogue, const char *query, GArray *times)
{
  for (const char *p = query; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *typed = g_strndup (query, (gsize) (g_utf8_next_char (p) - query));
      gint64 before = g_get_monotonic_time ();
      g_autoptr (GListModel) found = hs_catalogue_search (catalogue, typed, NULL, 50, NULL);
      gint64 took = g_get_monotonic_time () - before;

      g_assert_nonnull (found);
      g_array_append_val (times, took);
    }
}

static void
import_file (HsCatalogue *catalogue, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  g_autoptr (HsImportReport) report = hs_catalogue_import (catalogue, path, NULL, &error);

  g_assert_no_error (error);
  g_print ("import: %u records, %u refused, %.2f s\n", report->n_read, report->refused->len,
           (double) (g_get_monotonic_time () - before) / G_USEC_PER_SEC);
}

static void
import_known (HsCatalogue *catalogue)
{
  static const char *const names[] = { "index-2026-07.tsv", "details-structured.json",
                                       "details-reparsed.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *relative = g_strconcat ("../data/catalogue/", names[i], NULL);
      g_autofree char *path = hs_test_suite (relative);

      if (path != NULL)
        import_file (catalogue, path);
      else
        g_print ("skipped: %s is not there\n", names[i]);
    }
}

/* Opening a filled catalogue: whole file checked, nothing to renew. */
static void
reopen (HsWorld *world, HsCatalogue **catalogue)
{
  g_autoptr (GError) error = NULL;
  gint64 before;

  g_clear_object (catalogue);
  before = g_get_monotonic_time ();
  *catalogue = hs_catalogue_open (world, &error);
  g_assert_no_error (error);
  g_print ("open: %.1f ms\n", (double) (g_get_monotonic_time () - before) / 1000);
}

static double
percentile (GArray *times, double share)
{
  guint at = (guint) (share * (times->len - 1));

  return (double) g_array_index (times, gint64, at) / 1000;
}

int
main (int argc, char **argv)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  HsCatalogue *catalogue = hs_catalogue_open (world, &error);
  double limit = 0;
  double p95;
  gboolean named = FALSE;

  g_assert_no_error (error);
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--max-p95-ms") == 0 && i + 1 < argc)
      limit = g_ascii_strtod (argv[++i], NULL);
    else
      {
        import_file (catalogue, argv[i]);
        named = TRUE;
      }
  if (!named)
    import_known (catalogue);
  reopen (world, &catalogue);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    type_query (catalogue, queries[i], times);
  g_array_sort (times, compare_times);
  p95 = percentile (times, 0.95);
  g_print ("search: %u procedures, %u keystrokes, p50 %.2f ms, p95 %.2f ms, slowest %.2f ms\n",
           hs_catalogue_count (catalogue), times->len, percentile (times, 0.5), p95,
           percentile (times, 1));
  g_object_unref (catalogue);
  hs_test_world_free (world);
  return limit > 0 && p95 > limit ? EXIT_FAILURE : EXIT_SUCCESS;
}
