/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the caller can do: the author mends the package at the place named (PACKAGE, CYCLE), mend the
 * answers file (ANSWERS), update the program (ENGINE), install the font (FONT), or the program again
 * (INSTALLATION). */
typedef enum
{
  HS_FORM_ERROR_PACKAGE,
  HS_FORM_ERROR_CYCLE,
  HS_FORM_ERROR_ANSWERS,
  HS_FORM_ERROR_ENGINE,
  HS_FORM_ERROR_FONT,
  HS_FORM_ERROR_NOT_FOUND,
  HS_FORM_ERROR_PERSON, /* mend the person's data, or give less */
  HS_FORM_ERROR_CARD,   /* give the whole text of the card's QR code */
  HS_FORM_ERROR_INSTALLATION,
} HsFormError;
#define HS_FORM_ERROR (hs_form_error_quark ())
GQuark hs_form_error_quark (void);

G_END_DECLS
