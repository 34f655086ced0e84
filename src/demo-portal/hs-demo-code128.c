/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code 128 (ISO/IEC 15417), code set B: what offices print for a dossier's reference number. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-paper.h"

#include <string.h>

#define START_B 104
#define STOP 106

/* Bars and gaps of the values 0..105, then the stop pattern. */
static const char *const patterns[] = {
  "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
  "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
  "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
  "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
  "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
  "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
  "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
  "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
  "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
  "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
  "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
  "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"
};

static void
append_pattern (GArray *modules, guint value)
{
  for (const char *p = patterns[value]; *p != '\0'; p++)
    {
      guint width = *p - '0';

      g_array_append_val (modules, width);
    }
}

GArray *
hs_demo_code128 (const char *text)
{
  GArray *modules = g_array_new (FALSE, FALSE, sizeof (guint));
  guint sum = START_B;

  append_pattern (modules, START_B);
  for (guint i = 0; text[i] != '\0'; i++)
    {
      guint value = (guchar) text[i] - 32;

      if (text[i] < 32 || text[i] > 126)
        {
          g_array_unref (modules);
          return NULL;
        }
      append_pattern (modules, value);
      sum += value * (i + 1);
    }
  append_pattern (modules, sum % 103);
  append_pattern (modules, STOP);
  return modules;
}
