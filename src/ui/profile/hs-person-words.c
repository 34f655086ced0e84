/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about people of the household and their cards. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-person-words.h"

#include "app/hs-sentences.h"

#include <glib/gi18n.h>

static const struct
{
  const char *relation;
  const char *words;
} relations[] = {
  { "self", N_ ("Yourself") }, { "spouse", N_ ("Wife or husband") },
  { "child", N_ ("Child") },   { "father", N_ ("Father") },
  { "mother", N_ ("Mother") }, { "other", N_ ("Other person") },
};

const char *
hs_person_relation_words (HsPerson *person)
{
  const char *relation = hs_person_get_relation (person);
  const char *label = hs_person_get_relation_label (person);

  if (g_strcmp0 (relation, "other") == 0 && label != NULL)
    return label;
  for (guint i = 0; relation != NULL && i < G_N_ELEMENTS (relations); i++)
    if (g_str_equal (relations[i].relation, relation))
      return _ (relations[i].words);
  return NULL;
}

GtkStringList *
hs_person_list_relations (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("Not said"));
  for (guint i = 0; i < G_N_ELEMENTS (relations); i++)
    gtk_string_list_append (list, _ (relations[i].words));
  return list;
}

const char *
hs_person_relation_at (guint index)
{
  return index >= 1 && index <= G_N_ELEMENTS (relations) ? relations[index - 1].relation : NULL;
}

static char *
age_words (HsPerson *person, HsWorld *world)
{
  HsDate today = hs_date_in_vietnam (hs_world_now_us (world), NULL, NULL);
  int age = hs_person_get_age (person, &today);

  return age >= 0 ? g_strdup_printf (ngettext ("%d year old", "%d years old", (gulong) age), age)
                  : NULL;
}

char *
hs_person_summary (HsPerson *person, HsWorld *world)
{
  g_autofree char *age = age_words (person, world);
  const char *relation = hs_person_relation_words (person);

  g_return_val_if_fail (HS_IS_PERSON (person), NULL);
  if (relation != NULL && age != NULL)
    return g_strdup_printf ("%s · %s", relation, age);
  return g_strdup (relation != NULL ? relation : (age != NULL ? age : ""));
}

static void
add_fact (GString *text, const char *format, HsPerson *person, const char *field, HsUnits *units)
{
  g_autofree char *words = hs_person_dup_words (person, field, units);
  g_autofree char *line = NULL;

  if (words == NULL)
    return;
  line = hs_sentences (format, NULL);
  g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", line, words);
}

char *
hs_person_facts (HsPerson *person, HsUnits *units)
{
  static const struct
  {
    const char *label;
    const char *field;
  } facts[] = {
    { N_ ("Name"), "fullName" },
    { N_ ("Date of birth"), "birthDate" },
    { N_ ("Sex"), "sex" },
    { N_ ("Identity number"), "identityNumber" },
    { N_ ("Old number"), "oldIdentityNumber" },
    { N_ ("Issued on"), "identityIssued" },
    { N_ ("Residence"), "address" },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    add_fact (text, _ (facts[i].label), person, facts[i].field, units);
  return g_string_free (text, FALSE);
}

char *
hs_card_doubts_words (HsCardDoubts doubts)
{
  static const struct
  {
    HsCardDoubts doubt;
    const char *words;
  } table[] = {
    { HS_CARD_DOUBT_SEX, N_ ("The number is of the kind given to the other sex.") },
    { HS_CARD_DOUBT_BIRTH_YEAR, N_ ("The number tells of another year of birth.") },
    { HS_CARD_DOUBT_ISSUED, N_ ("The day of issue is before the day of birth.") },
    { HS_CARD_DOUBT_COMMUNE,
      N_ (
        "It is not certain which commune of today the address is in; the address is kept as it is "
        "written, choose the commune yourself.") },
    { HS_CARD_DOUBT_MORE, N_ ("The card holds more than this program reads.") },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if ((doubts & table[i].doubt) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _ (table[i].words));
  return g_string_free (text, FALSE);
}

const char *
hs_card_part_words (HsCardPart part)
{
  switch (part)
    {
    case HS_CARD_NUMBER:
      return _ (
        "The identity number could not be read: it must have 12 digits. Read the code again.");
    case HS_CARD_OLD_NUMBER:
      return _ ("The old number could not be read: it has 9 or 12 digits. Read the code again.");
    case HS_CARD_NAME:
      return _ ("The name could not be read. Read the code again.");
    case HS_CARD_BIRTH:
      return _ ("The date of birth could not be read. Read the code again.");
    case HS_CARD_SEX:
      return _ ("The sex could not be read: it must be Nam or Nữ. Read the code again.");
    case HS_CARD_ADDRESS:
      return _ ("The address could not be read. Read the code again.");
    case HS_CARD_ISSUED:
      return _ ("The day of issue could not be read. Read the code again.");
    case HS_CARD_WHOLE:
    default:
      return _ ("This is not the code of an identity card. Read the large QR code on the card.");
    }
}
