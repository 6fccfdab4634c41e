"""The pages of this app in a hospital's settings."""

from organizations.settings_cards import SettingsCard
from rectification.rights import FindingRight

CARDS = (
    SettingsCard(FindingRight.LABEL_ORIGINS, "settings-origins", "tags", "问题来源", "各种来源在本院的叫法"),
)
