/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an identity card from anywhere: it is refused with a reason, or makes a person whose data can be read
 * back as it is. Text without a | at its end is also read as an address. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-card-address.h"
#include "form/profile/hs-identity-card.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static HsUnits *
get_units (void)
{
  static HsUnits *units;
  g_autoptr (HsWorld) world = NULL;
  g_autoptr (GError) error = NULL;

  if (units != NULL)
    return units;
  world = hs_world_new ("/nonexistent", FUZZ_SHARE, "/nonexistent");
  units = hs_units_load (world, &error);
  if (units == NULL)
    g_error ("%s", error->message);
  return units;
}

static void
check_person (HsPerson *person)
{
  g_autoptr (JsonNode) json = hs_person_to_json (person);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) again = hs_person_new (json, get_units (), NULL, &error);

  if (again == NULL)
    g_error ("its own data is refused: %s", error->message);
  if (!hs_person_equal (person, again))
    g_error ("its data changes when it is read again");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  HsCardDoubts doubts;
  HsCardPart part;
  g_autoptr (HsPerson) person = hs_identity_card_parse (text, get_units (), &doubts, &part, &error);
  g_autofree char *street = NULL;
  g_autofree char *commune = NULL;

  if ((person == NULL) != (error != NULL))
    g_error ("neither a person nor a reason");
  if (person != NULL)
    check_person (person);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  commune = hs_card_address_split (text, NULL, get_units (), &street);
  if (commune != NULL && hs_units_find (get_units (), commune) == NULL)
    g_error ("no such commune: %s", commune);
  return 0;
}
