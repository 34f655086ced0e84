/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a portal sends as an event: refused, or an event whose texts can be shown and whose file id
 * can be put into an address. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-attachment-private.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_text (const char *text)
{
  if (text == NULL)
    return;
  if (!g_utf8_validate (text, -1, NULL))
    abort ();
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != '\n' && !g_unichar_isprint (g_utf8_get_char (p)))
      abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  JsonNode *node = hs_json_parse ((const char *) data, (gssize) size, HS_JSON_DEFAULT, 65536, NULL);
  HsEvent *event = node != NULL ? hs_event_from_json (node, NULL) : NULL;

  if (event != NULL)
    {
      const char *file = hs_event_get_file (event);

      check_text (hs_event_get_type_name (event));
      check_text (hs_event_get_code (event));
      check_text (hs_event_get_label (event));
      check_text (hs_event_get_message (event));
      check_text (hs_event_get_file_name (event));
      if (file != NULL && strpbrk (file, "/ %?#\\\n") != NULL)
        abort ();
      if (hs_event_get_status (event) < -1 || hs_event_get_status (event) > 10)
        abort ();
    }
  g_clear_object (&event);
  g_clear_pointer (&node, json_node_unref);
  return 0;
}
