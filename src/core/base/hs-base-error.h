/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the caller can do: fix the text at the place named (JSON_*), type again (VALUE),
 * free space or choose another place (IO comes as GIO's G_IO_ERROR). */
typedef enum
{
  HS_BASE_ERROR_JSON_SYNTAX,
  HS_BASE_ERROR_JSON_ENCODING,  /* not UTF-8, lone surrogate, \u0000 */
  HS_BASE_ERROR_JSON_DUPLICATE, /* a key twice; the message names both places */
  HS_BASE_ERROR_JSON_DEPTH,
  HS_BASE_ERROR_JSON_SIZE,
  HS_BASE_ERROR_JSON_NUMBER, /* would lose digits, in exact mode */
  HS_BASE_ERROR_VALUE,       /* a date, amount or text that cannot be read */
  HS_BASE_ERROR_CALENDAR,    /* outside the years the holiday table covers */
} HsBaseError;

#define HS_BASE_ERROR (hs_base_error_quark ())
GQuark hs_base_error_quark (void);

G_END_DECLS
