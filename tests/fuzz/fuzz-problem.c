/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a portal sends as a problem becomes an error with a message; first two bytes: status and kind. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-problem.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const types[] = { "application/problem+json", "application/json", "text/html",
                                       NULL };
  GBytes *body;
  GError *error, *copy;

  if (size < 2)
    return 0;
  body = g_bytes_new (data + 2, size - 2);
  error = hs_problem_to_error (300 + data[0] + (data[1] & 0x20), types[data[1] & 3], body, data[1],
                               (data[1] >> 2) & 7);
  copy = g_error_copy (error);
  if (copy->message == NULL || *copy->message == '\0' ||
      !g_utf8_validate (copy->message, -1, NULL) ||
      g_strcmp0 (hs_portal_error_get_code (copy), hs_portal_error_get_code (error)) != 0 ||
      hs_portal_error_get_retry_after (copy) != data[1])
    abort ();
  g_error_free (copy);
  g_error_free (error);
  g_bytes_unref (body);
  return 0;
}
