/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON reader on hostile bytes: no crash, and what it accepts is written and read again as the
 * same value and the same bytes. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (HsJsonIndex) index = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_json_parse_indexed (bytes, HS_JSON_DEFAULT, &index, &error);
  g_autoptr (JsonNode) exact = hs_json_parse_bytes (bytes, HS_JSON_EXACT_NUMBERS, NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *twice = NULL;
  guint line, column;

  g_assert_true ((node == NULL) == (error != NULL));
  g_assert_true (exact == NULL || node != NULL);
  if (node == NULL)
    return 0;
  g_assert_true (hs_json_index_find (index, "", &line, &column));
  hs_json_index_find (index, "/a/0", &line, &column);
  written = hs_json_write (node);
  again = hs_json_parse (written, -1, HS_JSON_DEFAULT, 0, &error);
  g_assert_no_error (error);
  g_assert_true (hs_json_equal (node, again));
  twice = hs_json_write (again);
  g_assert_cmpstr (written, ==, twice);
  return 0;
}
