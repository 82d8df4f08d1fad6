"""Traditional characters of the words that registers use, for files in Big5."""

from __future__ import annotations

_PAIRS = (
    "進进 離离 戶户 聯联 繫系 係系 電电 話话 來来 別别 級级 試试 駕驾 銷销 顧顾 問问 備备 註注 時时 間间 "
    "號号 碼码 機机 車车 數数 預预 計计 購购 動动 薦荐 經经 過过 職职 業业 區区 對对 現现 輛辆 換换 隨随 "
    "員员 線线 記记 錄录 編编 報报 價价 內内 導导 傳传 單单 總总 發发 紹绍 轉转 網网 絡络 廳厅 無无 沒没 "
    "複复 覆复 復复 後后 訪访 約约 門门 氣气 條条 頁页 審审 製制 費费 餘余 歸归 屬属 實实 確确 認认 貨货 "
    "訂订 應应 該该 類类 樣样 開开 關关 學学 齡龄 歲岁 個个 這这 請请 額额 萬万 兩两 幾几 點点 檢检 險险 "
    "證证 馬马 調调 競竞 爭争 態态 熱热 務务 諾诺 質质 觀观 飾饰 飭饬 戰战 敗败 廣广 體体 禮礼 專专 幹干 "
    "屆届 驗验 結结 據据 鄉乡 鎮镇 見见 達达 選选 遲迟 邊边 還还 遠远 連连 暫暂 絕绝 詳详 願愿 給给 讓让 "
    "說说 談谈 聽听 講讲 論论 壇坛 臺台 貸贷 稅税 贈赠 賣卖 買买 資资 貼贴"
)
_TABLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplify(text: str) -> str:
    """The text with simplified characters, where the trade's words have others in traditional writing."""
    return text if text.isascii() else text.translate(_TABLE)
