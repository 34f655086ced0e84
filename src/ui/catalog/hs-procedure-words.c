/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue's codes in the citizen's words. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-procedure-words.h"

#include "base/hs-money.h"
#include "base/hs-text.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *code;
  const char *words;
} CodeWords;

static const CodeWords online_words[] = {
  { "full", N_ ("Fully online") },
  { "partial", N_ ("Partly online") },
  { "none", N_ ("At the counter") },
};
static const CodeWords online_long_words[] = {
  { "full",
    N_ ("Fully online (level 4): you send, pay and receive the result without going there.") },
  { "partial", N_ ("Partly online (level 3): you send it online, and go there once to show "
                   "originals, pay or receive "
                   "the result.") },
  { "none", N_ ("Only at the counter or by post: prepare it here, then hand it in on paper.") },
};
static const CodeWords level_words[] = {
  { "commune", N_ ("Commune level") },
  { "province", N_ ("Province level") },
  { "ministry", N_ ("Ministry level") },
};
static const CodeWords audience_words[] = {
  { "citizen", N_ ("Citizens") },
  { "business", N_ ("Businesses") },
  { "foreigner", N_ ("Foreigners") },
};
static const CodeWords channel_words[] = {
  { "online", N_ ("Online") },
  { "direct", N_ ("At the counter") },
  { "post", N_ ("By post") },
};
static const CodeWords copy_words[] = {
  { "original", N_ ("original") },
  { "certified", N_ ("certified copy") },
  { "plain", N_ ("copy") },
};

static const char *
find (const CodeWords *table, guint n, const char *code)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (table[i].code, code) == 0)
      return _ (table[i].words);
  return "";
}

const char *
hs_online_words (const char *online)
{
  return find (online_words, G_N_ELEMENTS (online_words), online);
}

const char *
hs_online_long_words (const char *online)
{
  return find (online_long_words, G_N_ELEMENTS (online_long_words), online);
}

const char *
hs_level_words (const char *level)
{
  return find (level_words, G_N_ELEMENTS (level_words), level);
}

const char *
hs_audience_words (const char *audience)
{
  return find (audience_words, G_N_ELEMENTS (audience_words), audience);
}

const char *
hs_channel_words (const char *kind)
{
  const char *words = find (channel_words, G_N_ELEMENTS (channel_words), kind);

  return *words != '\0' ? words : kind;
}

const char *
hs_copy_kind_words (const char *copy_kind)
{
  return find (copy_words, G_N_ELEMENTS (copy_words), copy_kind);
}

char *
hs_channel_duration (const HsChannel *channel)
{
  const char *unit = channel->duration_unit != NULL ? channel->duration_unit : "other";
  gulong n = (gulong) MAX (channel->duration, 0);

  if (n > 0 && g_str_equal (unit, "working-day"))
    return g_strdup_printf (ngettext ("%lu working day", "%lu working days", n), n);
  if (n > 0 && g_str_equal (unit, "day"))
    return g_strdup_printf (ngettext ("%lu day", "%lu days", n), n);
  if (n > 0 && g_str_equal (unit, "hour"))
    return g_strdup_printf (ngettext ("%lu working hour", "%lu working hours", n), n);
  if (n > 0 && g_str_equal (unit, "month"))
    return g_strdup_printf (ngettext ("%lu month", "%lu months", n), n);
  return g_strdup (hs_text_is_blank (channel->note) ? _ ("No time is given") : channel->note);
}

char *
hs_channel_fee (const HsChannel *channel)
{
  if (channel->fee == 0)
    return g_strdup (_ ("Free of charge"));
  if (channel->fee > 0)
    return hs_money_to_text (channel->fee);
  return g_strdup (hs_text_is_blank (channel->fee_text) ? _ ("Ask the office for the fee")
                                                        : channel->fee_text);
}
