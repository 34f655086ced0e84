/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/profile/hs-person.h"

G_BEGIN_DECLS

/* What does not agree in a card that can be read: for the citizen to look at, not a reason to refuse. */
typedef enum
{
  HS_CARD_DOUBT_SEX = 1 << 0,        /* the number says the other sex */
  HS_CARD_DOUBT_BIRTH_YEAR = 1 << 1, /* the number says another year of birth */
  HS_CARD_DOUBT_ISSUED = 1 << 2,     /* issued before birth */
  HS_CARD_DOUBT_COMMUNE =
    1 << 3, /* the commune of today is not found, or several follow the old one */
  HS_CARD_DOUBT_MORE = 1 << 4, /* the card has parts that are not understood */
} HsCardDoubts;

/* Which part of the text an error is about. */
typedef enum
{
  HS_CARD_WHOLE, /* not the text of a card at all */
  HS_CARD_NUMBER,
  HS_CARD_OLD_NUMBER,
  HS_CARD_NAME,
  HS_CARD_BIRTH,
  HS_CARD_SEX,
  HS_CARD_ADDRESS,
  HS_CARD_ISSUED,
} HsCardPart;

/**
 * hs_identity_card_parse:
 * @text: what the QR code holds: number|old number|name|ddmmyyyy|sex|address|ddmmyyyy, in UTF-8; the old number may be
 *   empty, the last part missing, more parts may follow; a byte order mark, spaces, line ends and NFD are taken
 * @units: (nullable): finds the commune of today
 * @doubts: (out) (optional)
 * @part: (out) (optional): what is wrong
 *
 * Reads the person on an identity card. Only what cannot be read is refused; what does not agree is told in @doubts.
 * The address: the commune (of today, or the only successor of an old one) becomes its code and what is before it
 * the street; where that is not sure all of it is kept as the street.
 *
 * Thread: any. Errors: HS_FORM_ERROR_CARD, the message names the part and not its content.
 * Source: Decree 137/2015 art. 13, Circular 59/2021/TT-BCA art. 4 (structure of the number); the order of the parts
 * as published for the chip card of 2021.
 * Returns: (transfer full): a person without id and relation
 */
HsPerson *hs_identity_card_parse (const char *text, HsUnits *units, HsCardDoubts *doubts,
                                  HsCardPart *part, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* known with what a newer card of the same person says (also a person from a declaration); its id and place stay. An
 * address whose commune is not sure does not take the place of one that is. Errors: HS_FORM_ERROR_PERSON. */
HsPerson *
hs_identity_card_merge (HsPerson *known, HsPerson *card, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
