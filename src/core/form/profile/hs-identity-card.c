/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the text of an identity card's QR code: foreign bytes, of which only what makes a person is taken. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-identity-card.h"

#include "form/profile/hs-card-address.h"
#include "form/profile/hs-person-private.h"

#include <string.h>

#define MAX_BYTES 4096
#define MIN_PARTS 6
#define MAX_PARTS 64

typedef struct
{
  HsUnits *units;      /* (unowned) (nullable) */
  char **parts;        /* (owned) trimmed */
  guint n;             /* how many */
  JsonObject *members; /* (owned) of the person */
  HsCardDoubts doubts;
  HsCardPart part; /* what is wrong */
  GError **error;
} Card;

/* Who issues: [domain notes] the police department until mid-2024, the ministry since. */
static const HsDate first_chip = { 2021, 1, 1 };
static const HsDate first_new_card = { 2024, 7, 1 };

static gboolean
refuse (Card *card, HsCardPart part, const char *what)
{
  card->part = part;
  g_set_error_literal (card->error, HS_FORM_ERROR, HS_FORM_ERROR_CARD, what);
  return FALSE;
}

static void
keep (Card *card, const char *field, const char *value)
{
  json_object_set_string_member (card->members, field, value);
}

/* A part as the person would keep it; FALSE: it cannot be. Empty ones are not kept. */
static gboolean
take (Card *card, guint at, const char *field)
{
  const char *fault;
  g_autofree char *clean = NULL;

  if (*card->parts[at] == '\0')
    return TRUE;
  clean = hs_person_clean (field, card->parts[at], NULL, &fault);
  if (clean != NULL)
    keep (card, field, clean);
  return clean != NULL;
}

/* ddmmyyyy; 00 for what is not known; also what people would write. */
static gboolean
read_date (const char *text, gboolean partial, HsDate *date)
{
  g_autofree char *bare = g_strdup (text);

  if (strlen (bare) == 8 && strspn (bare, "0123456789") == 8 && partial &&
      (strncmp (bare, "0000", 4) == 0 || strncmp (bare, "00", 2) == 0))
    memmove (bare, bare + (strncmp (bare, "0000", 4) == 0 ? 4 : 2),
             strlen (bare) - (strncmp (bare, "0000", 4) == 0 ? 4 : 2) + 1);
  if (strlen (bare) == 6 && strspn (bare, "0123456789") == 6) /* mmyyyy */
    {
      g_autofree char *month = g_strdup_printf ("%.2s/%s", bare, bare + 2);

      return hs_date_parse_typed (month, date, NULL);
    }
  return hs_date_parse_typed (bare, date, NULL) && (partial || date->day != 0);
}

static gboolean
take_number (Card *card)
{
  if (*card->parts[0] == '\0' || !take (card, 0, "identityNumber"))
    return refuse (card, HS_CARD_NUMBER, "the identity number of the card must have 12 digits");
  return take (card, 1, "oldIdentityNumber") ||
         refuse (card, HS_CARD_OLD_NUMBER, "the old number on the card must have 9 or 12 digits");
}

static gboolean
take_name (Card *card)
{
  return (*card->parts[2] != '\0' && take (card, 2, "fullName")) ||
         refuse (card, HS_CARD_NAME, "the name on the card is missing or is no name");
}

static gboolean
take_birth (Card *card, HsDate *birth)
{
  g_autofree char *iso = NULL;

  if (!read_date (card->parts[3], TRUE, birth))
    return refuse (card, HS_CARD_BIRTH, "the date of birth on the card is no date (ddmmyyyy)");
  iso = hs_date_to_iso (birth);
  keep (card, "birthDate", iso);
  return TRUE;
}

static gboolean
take_sex (Card *card)
{
  const char *code = hs_person_words_code ("sex", card->parts[4]);

  if (code == NULL)
    return refuse (card, HS_CARD_SEX, "the sex on the card must be Nam or Nữ");
  keep (card, "sex", code);
  return TRUE;
}

/* *has_date: there is one. In a card with more parts than are known the seventh may be something else. */
static gboolean
take_issued (Card *card, const HsDate *birth, HsDate *issued, gboolean *has_date)
{
  g_autofree char *iso = NULL;

  *has_date = FALSE;
  if (card->n > 7)
    card->doubts |= HS_CARD_DOUBT_MORE;
  if (card->n < 7 || *card->parts[6] == '\0')
    return TRUE;
  if (!read_date (card->parts[6], FALSE, issued))
    return card->n > 7 ||
           refuse (card, HS_CARD_ISSUED, "the date of issue on the card is no date (ddmmyyyy)");
  *has_date = TRUE;
  iso = hs_date_to_iso (issued);
  keep (card, "identityIssued", iso);
  if (hs_date_compare (issued, birth) < 0)
    card->doubts |= HS_CARD_DOUBT_ISSUED;
  if (hs_date_compare (issued, &first_new_card) >= 0)
    keep (card, "identityIssuer", "Bộ Công an");
  else if (hs_date_compare (issued, &first_chip) >= 0)
    keep (card, "identityIssuer", "Cục Cảnh sát quản lý hành chính về trật tự xã hội");
  return TRUE;
}

static gboolean
take_address (Card *card, const HsDate *issued)
{
  g_autofree char *street = NULL;
  g_autofree char *commune = NULL;
  g_autofree char *clean = NULL;
  const char *fault;

  if (*card->parts[5] == '\0')
    return TRUE;
  commune = hs_card_address_split (card->parts[5], issued, card->units, &street);
  if (commune != NULL)
    keep (card, "commune", commune);
  else
    card->doubts |= HS_CARD_DOUBT_COMMUNE;
  if (street == NULL)
    return TRUE;
  clean = hs_person_clean ("street", street, NULL, &fault);
  if (clean == NULL)
    return refuse (card, HS_CARD_ADDRESS, "the address on the card is too long");
  keep (card, "street", clean);
  return TRUE;
}

/* Digits 4 to 6 of the number: century and sex, then the year. */
static void
compare_number (Card *card, const HsDate *birth)
{
  const char *number = hs_json_string (card->members, "identityNumber", "");
  const char *sex = hs_json_string (card->members, "sex", "");
  int kind = number[3] - '0';
  int year = 1900 + 100 * (kind / 2) + 10 * (number[4] - '0') + (number[5] - '0');

  if ((kind % 2 == 0) != (strcmp (sex, "male") == 0))
    card->doubts |= HS_CARD_DOUBT_SEX;
  if (year != birth->year)
    card->doubts |= HS_CARD_DOUBT_BIRTH_YEAR;
}

static gboolean
split (Card *card, const char *text)
{
  g_autofree char *normal = NULL;
  gsize length = strnlen (text, MAX_BYTES + 1);

  if (length > MAX_BYTES)
    return refuse (card, HS_CARD_WHOLE, "the text is too long for the QR code of a card");
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return refuse (card, HS_CARD_WHOLE, "the text is not in UTF-8");
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  normal = hs_text_normalize (text);
  card->parts = g_strsplit (normal, "|", MAX_PARTS + 1);
  card->n = g_strv_length (card->parts);
  if (card->n < MIN_PARTS || card->n > MAX_PARTS)
    return refuse (card, HS_CARD_WHOLE,
                   "the text of a card has at least six parts with | between them");
  for (guint i = 0; i < card->n; i++)
    {
      char *part = hs_text_normalize (card->parts[i]);

      g_free (card->parts[i]);
      card->parts[i] = part;
    }
  return TRUE;
}

static gboolean
read_parts (Card *card)
{
  HsDate birth, issued;
  gboolean has_issued;

  if (!take_number (card) || !take_name (card) || !take_birth (card, &birth) || !take_sex (card) ||
      !take_issued (card, &birth, &issued, &has_issued) ||
      !take_address (card, has_issued ? &issued : NULL))
    return FALSE;
  compare_number (card, &birth);
  keep (card, "nationality", "VN"); /* only citizens have one. Source: Law 26/2023/QH15, art. 19 */
  return TRUE;
}

HsPerson *
hs_identity_card_parse (const char *text, HsUnits *units, HsCardDoubts *doubts, HsCardPart *part,
                        GError **error)
{
  Card card = { .units = units, .error = error };
  HsPerson *person = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  card.members = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, card.members);
  if (split (&card, text) && read_parts (&card))
    person = hs_person_new (node, units, NULL, error);
  g_strfreev (card.parts);
  if (doubts != NULL)
    *doubts = person != NULL ? card.doubts : 0;
  if (part != NULL)
    *part = person != NULL ? HS_CARD_WHOLE : card.part;
  return person;
}

HsPerson *
hs_identity_card_merge (HsPerson *known, HsPerson *card, GError **error)
{
  g_autoptr (JsonNode) facts = NULL;
  JsonObject *changes;

  g_return_val_if_fail (HS_IS_PERSON (known) && HS_IS_PERSON (card), NULL);
  facts = hs_person_to_json (card);
  changes = json_node_get_object (facts);
  json_object_remove_member (changes, "id");
  if (hs_person_get (known, "commune") != NULL && !json_object_has_member (changes, "commune"))
    json_object_remove_member (changes, "street");
  return hs_person_change (known, changes, NULL, NULL, error);
}
